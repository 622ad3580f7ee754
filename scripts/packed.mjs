/**
 * The packages as npm would carry them: `publint` finds nothing, and sample projects in plain TypeScript, React and Vue compile against
 * the packed files. Run after `lerna run build`.
 */
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SAMPLES = {
  'plain.ts': `import { createBackend } from '@ringback/client';
import { axiosTransport } from '@ringback/client/axios';
import '@ringback/widgets/ringback-call-log.js';

const log = document.createElement('ringback-call-log');
log.backend = createBackend({ baseUrl: 'https://calls.example', transport: axiosTransport() });
log.addEventListener('ringback-number-dial', (event) => event.preventDefault());
`,
  'app.tsx': `import { RingbackCallerCard, RingbackProvider } from '@ringback/react';

export const App = () => (
  <RingbackProvider locale="uk">
    <RingbackCallerCard standing onPartyOpen={(event) => console.log(event.detail.party.name)} />
  </RingbackProvider>
);
`,
  'vue.ts': `import { RingbackPartyList } from '@ringback/vue';
import { h } from 'vue';

export const list = () => h(RingbackPartyList, { page: 'orders', onNumberDial: (event) => console.log(event.detail.number) });
`,
};

const packages = globSync('packages/*/package.json', { cwd: ROOT })
  .map((path) => ({
    folder: join(ROOT, dirname(path)),
    manifest: JSON.parse(readFileSync(join(ROOT, path), 'utf8')),
  }))
  .filter(({ manifest }) => !manifest.private);

let faults = 0;
for (const { folder, manifest } of packages) {
  const { messages } = await publint({ pkgDir: folder, strict: true });
  for (const message of messages) {
    faults += message.type === 'suggestion' ? 0 : 1;
    console.log(`${manifest.name}: ${formatMessage(message, manifest)}`);
  }
}

/** Every element that can be imported is known to editors. */
for (const { folder, manifest } of packages.filter((one) => one.manifest.customElements)) {
  const known = readFileSync(join(folder, manifest.customElements), 'utf8');
  const html = readFileSync(join(folder, 'dist/vscode.html-custom-data.json'), 'utf8');
  const types = readFileSync(join(folder, manifest['web-types']), 'utf8');
  for (const entry of Object.keys(manifest.exports).filter((name) => name.startsWith('./ringback-'))) {
    const tag = entry.slice(2, -3);
    if ([known, html, types].every((text) => text.includes(`"${tag}"`))) continue;
    faults += 1;
    console.log(`${manifest.name}: editors do not know <${tag}>.`);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'ringback-packed-'));
try {
  const run = (command, args, cwd = folder) =>
    execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] }).toString();
  const files = {};
  for (const one of packages) {
    const [{ filename }] = JSON.parse(
      run('npm', ['pack', '--json', '--pack-destination', folder], one.folder),
    );
    files[one.manifest.name] = `file:${join(folder, filename)}`;
  }
  const wanted = [
    '@ringback/client',
    '@ringback/react',
    '@ringback/vue',
    '@ringback/widgets',
    '@ringback/softphone',
  ];
  const dependencies = Object.fromEntries(wanted.map((name) => [name, files[name]]));
  const peers = Object.fromEntries(
    ['react', 'vue', '@types/react', 'typescript'].map((name) => [
      name,
      JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version,
    ]),
  );
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({
      private: true,
      type: 'module',
      dependencies: { ...dependencies, ...peers },
      overrides: files,
    }),
  );
  run('npm', [
    'install',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--ignore-scripts',
    '--loglevel',
    'error',
  ]);
  for (const [name, text] of Object.entries(SAMPLES)) writeFileSync(join(folder, name), text);
  const options = ['--strict', '--noEmit', '--skipLibCheck', '--jsx', 'react-jsx', '--module', 'esnext'];
  const more = ['--moduleResolution', 'bundler', '--target', 'es2023', '--lib', 'es2024,dom,dom.iterable'];
  try {
    run('npx', ['tsc', ...options, ...more, ...Object.keys(SAMPLES)]);
  } catch (error) {
    faults += 1;
    console.log(String(error.stdout));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (faults > 0) {
  console.error(`${faults} faults in the packed packages.`);
  process.exitCode = 1;
}
