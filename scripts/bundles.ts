/** Builds what browsers load, when its sources have changed: `ringback.js` and the core frame, `callback.js`, the visitor's phone. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Bundle {
  /** Workspace whose script `bundles` builds it. */
  name: string;
  /** File that shows that it was built. */
  out: string;
  /** Packages that go into it. */
  sources: string[];
  folder?: string;
}

const BUNDLES: Bundle[] = [
  {
    name: '@ringback/callback-widget',
    out: 'packages/callback-widget/dist/bundles/callback.js',
    sources: ['callback-widget', 'ui', 'model'],
  },
  {
    name: '@ringback/embed',
    out: 'packages/embed/dist/bundles/ringback.js',
    sources: ['embed', 'client', 'softphone', 'widgets', 'ui', 'model', 'testing', 'adapters'],
  },
  {
    name: '@ringback/example-visitor-phone',
    out: 'examples/visitor-phone/dist/index.html',
    sources: [],
    folder: 'examples/visitor-phone',
  },
];

function fingerprint({ sources, folder }: Bundle): string {
  const folders = [...sources.map((name) => `packages/${name}`), ...(folder ? [folder] : [])];
  const files = folders.flatMap((name) =>
    globSync(`${name}/{src/**/*,*.mjs,*.ts,*.html,package.json}`, { cwd: ROOT }).filter((file) =>
      /\.\w+$/.test(file),
    ),
  );
  const hash = createHash('sha256');
  for (const file of [...files, 'package-lock.json'].sort())
    hash.update(file).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex');
}

export function buildBundles(): void {
  const folder = join(ROOT, '.cache', 'bundles');
  mkdirSync(folder, { recursive: true });
  for (const bundle of BUNDLES) {
    const stamp = join(folder, bundle.name.replace(/\W/g, '-'));
    const now = fingerprint(bundle);
    if (existsSync(join(ROOT, bundle.out)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now)
      continue;
    execFileSync('npm', ['run', '--silent', 'bundles', '-w', bundle.name], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    writeFileSync(stamp, now);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildBundles();
