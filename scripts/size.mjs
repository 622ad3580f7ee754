/** What each page pays, gzip -9, against `size.json`. Budgets are in kB of 1,024 bytes. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { buildBundles } from './bundles.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const budgets = JSON.parse(readFileSync(join(ROOT, 'size.json'), 'utf8'));

const gzip = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

/** Files of a bundle folder whose names match. */
function files(folder, patterns) {
  const names = readdirSync(join(ROOT, folder), { recursive: true }).filter((name) => name.endsWith('.js'));
  return patterns.map((pattern) => {
    const found = names.filter((name) => new RegExp(pattern).test(name));
    if (found.length !== 1)
      throw new Error(`${folder}: ${found.length} files match ${pattern}, one was expected.`);
    return join(ROOT, folder, found[0]);
  });
}

/** One element as a page would load it that has Lit already. */
async function onTopOfLit(entry) {
  const out = mkdtempSync(join(tmpdir(), 'ringback-size-'));
  try {
    await build({
      configFile: false,
      root: ROOT,
      logLevel: 'error',
      resolve: { conditions: ['source', 'browser', 'module', 'import', 'default'] },
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        outDir: out,
        target: 'es2022',
        modulePreload: false,
        rollupOptions: {
          input: join(ROOT, entry),
          external: /^(lit|@lit)(\/|$)/,
          output: { format: 'es', entryFileNames: 'element.js', inlineDynamicImports: true },
        },
      },
    });
    return gzip(join(out, 'element.js'));
  } finally {
    rmSync(out, { recursive: true });
  }
}

buildBundles();
let failed = 0;
let passed = 0;
console.log('\n| what | bytes | kB | budget |\n|---|---:|---:|---:|');
for (const { what, folder, files: patterns, element, budget } of budgets) {
  const bytes = element
    ? await onTopOfLit(element)
    : files(folder, patterns).reduce((sum, file) => sum + gzip(file), 0);
  const kb = bytes / 1024;
  const over = kb > budget;
  if (over) failed += 1;
  else passed += 1;
  console.log(`| ${what} | ${bytes} | ${kb.toFixed(2)} | ${budget}${over ? ' **over**' : ''} |`);
}
console.log(`\nsize: passed ${passed}, failed ${failed}`);
process.exitCode = failed ? 1 : 0;
