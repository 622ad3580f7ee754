/** What each page pays, gzip -9, against `size.json`. Budgets are in kB of 1,024 bytes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { minifyTemplates } from '../packages/embed/src/build/minify-templates.mjs';
import { splitLanguages } from '../packages/embed/src/build/split-languages.mjs';
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

/**
 * One element as a page would load it that has Lit already: built as the script tag builds it, with one language.
 * @returns bytes that come with the element, bytes that it loads when they are needed, and of those the part that weighs most
 */
async function onTopOfLit(entry) {
  const { output } = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    resolve: { conditions: ['source', 'browser', 'module', 'import', 'default'] },
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      minifyTemplates(),
      splitLanguages({ loader: join(ROOT, 'packages/embed/src/host/language.ts') }),
    ],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      minify: true,
      rollupOptions: {
        input: join(ROOT, entry),
        external: /^(lit|@lit)(\/|$)/,
        output: { format: 'es', entryFileNames: 'element.js', chunkFileNames: '[name].js' },
      },
    },
  });
  const chunks = new Map(
    output.filter(({ type }) => type === 'chunk').map((chunk) => [chunk.fileName, chunk]),
  );
  const first = new Set(['element.js']);
  for (const name of first)
    for (const imported of chunks.get(name)?.imports ?? []) if (chunks.has(imported)) first.add(imported);
  const weigh = (names) =>
    names.reduce((sum, name) => sum + gzipSync(chunks.get(name).code, { level: 9 }).length, 0);
  const later = [...chunks.keys()].filter((name) => !first.has(name));
  // What a part shares with others it brings along, unless they were there before.
  const parts = later
    .filter((name) => chunks.get(name).isDynamicEntry)
    .map((name) => [name, ...chunks.get(name).imports]);
  const weights = parts.map((names) => weigh(names.filter((name) => later.includes(name))));
  return { first: weigh([...first]), later: weigh(later), each: Math.max(0, ...weights) };
}

buildBundles();
let failed = 0;
let passed = 0;
console.log('\n| what | bytes | kB | budget |\n|---|---:|---:|---:|');
for (const { what, folder, files: patterns, element, weigh = 'first', budget } of budgets) {
  const alone = element && (await onTopOfLit(element));
  const bytes = alone ? alone[weigh] : files(folder, patterns).reduce((sum, file) => sum + gzip(file), 0);
  const kb = bytes / 1024;
  const over = kb > budget;
  if (over) failed += 1;
  else passed += 1;
  console.log(`| ${what} | ${bytes} | ${kb.toFixed(2)} | ${budget}${over ? ' **over**' : ''} |`);
}
console.log(`\nsize: passed ${passed}, failed ${failed}`);
process.exitCode = failed ? 1 : 0;
