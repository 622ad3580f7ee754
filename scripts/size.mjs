/** What each page pays, gzip -9, against `size.json`. Budgets are in kB of 1,024 bytes. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { minifyAgain } from '../packages/embed/src/build/minify-again.mjs';
import { minifyTemplates } from '../packages/embed/src/build/minify-templates.mjs';
import { plainImports } from '../packages/embed/src/build/plain-imports.mjs';
import { oneLanguage } from '../packages/embed/src/build/split-languages.mjs';
import { buildBundles } from './bundles.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const budgets = JSON.parse(readFileSync(join(ROOT, 'size.json'), 'utf8'));

const gzip = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

/** Files of a bundle folder whose names match, and what they import statically. */
function files(folder, patterns) {
  const names = readdirSync(join(ROOT, folder), { recursive: true }).filter((name) => name.endsWith('.js'));
  const found = patterns.map((pattern) => {
    const matching = names.filter((name) => new RegExp(pattern).test(name));
    if (matching.length !== 1)
      throw new Error(`${folder}: ${matching.length} files match ${pattern}, one was expected.`);
    return join(ROOT, folder, matching[0]);
  });
  const all = new Set(found);
  for (const file of all)
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*"(\.[^"]+)"/g))
      all.add(join(dirname(file), path));
  return [...all];
}

const weighFiles = (list) => list.reduce((sum, file) => sum + gzip(file), 0);

/**
 * One element as a page would load it that has Lit already: built as the script tag builds it, with one language.
 * @returns bytes of the whole, of what comes with the element, and of the heaviest part that it loads when it is needed
 */
async function onTopOfLit(entry, without) {
  const { output } = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    resolve: { conditions: ['source', 'browser', 'module', 'import', 'default'] },
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [plainImports(), minifyTemplates(), oneLanguage(), minifyAgain()],
    build: {
      minify: true,
      write: false,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: {
        input: join(ROOT, entry),
        external: /^(lit|@lit)(\/|$)/,
        output: { format: 'es', entryFileNames: 'element.js', chunkFileNames: '[name].js' },
      },
    },
  });
  const chunks = new Map(
    output
      .filter(
        ({ type, fileName }) => type === 'chunk' && !(without && new RegExp(without, 'i').test(fileName)),
      )
      .map((chunk) => [chunk.fileName, chunk]),
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
  return { whole: weigh([...chunks.keys()]), first: weigh([...first]), each: Math.max(0, ...weights) };
}

/**
 * An element counts whole unless its row says otherwise; of `oneOf` the heaviest file counts; what is there `after` other files does
 * not count again, and of an element not what it is said to go `without`.
 */
async function bytesOf({
  folder,
  files: patterns,
  oneOf = [],
  after = [],
  element,
  weigh = 'whole',
  without,
}) {
  if (element) return (await onTopOfLit(element, without))[weigh];
  const there = new Set(files(folder, after));
  const choices = oneOf.map((pattern) => weighFiles(files(folder, [pattern])));
  return weighFiles(files(folder, patterns).filter((file) => !there.has(file))) + Math.max(0, ...choices);
}

buildBundles();
let failed = 0;
let passed = 0;
console.log('\n| what | bytes | kB | budget |\n|---|---:|---:|---:|');
for (const row of budgets) {
  const { what, budget } = row;
  const bytes = await bytesOf(row);
  const kb = bytes / 1024;
  const over = kb > budget;
  if (over) failed += 1;
  else passed += 1;
  console.log(`| ${what} | ${bytes} | ${kb.toFixed(2)} | ${budget}${over ? ' **over**' : ''} |`);
}
console.log(`\nsize: passed ${passed}, failed ${failed}`);
process.exitCode = failed ? 1 : 0;
