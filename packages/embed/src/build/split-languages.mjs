/**
 * A page speaks one language: the others need not weigh on it. Catalogues `{ en, uk: { key: '…' }, ru: { key: '…' } }` keep their English in
 * the bundle; the words of every other language go, without their keys, into files of their own. Those of what is there at once are in
 * `words/uk-first-….js`, which the host script loads before it draws anything (`host/language.ts`). Those of parts that are loaded when they are
 * first used are in one file for each chunk, which the chunk waits for: nothing is drawn in English first.
 */
import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { splice, walk } from './syntax-tree.mjs';

const RUNTIME = '\0ringback-languages';
/** The words of a file are lists in the order of the English keys, by the number of the catalogue. */
const RUNTIME_CODE = `const catalogues = {};
const loaded = { uk: {}, ru: {} };
let spoken;
const put = (number) => {
  const { en, ...others } = catalogues[number];
  for (const locale of Object.keys(others))
    loaded[locale][number]?.forEach((word, index) => (others[locale][Object.keys(en)[index]] = word));
};
export const catalogue = (number, en) => {
  catalogues[number] = { en, uk: { ...en }, ru: { ...en } };
  put(number);
  return catalogues[number];
};
export const fill = (locale, words) => {
  Object.assign(loaded[locale], words);
  for (const number of Object.keys(words)) if (catalogues[number]) put(number);
};
export const speak = (locale, load) => (spoken = { locale, load });
catalogue.words = (number) =>
  spoken && !loaded[spoken.locale][number] ? spoken.load(number).catch(() => {}) : undefined;`;
/** Stands for which file has the words of which catalogue, until the chunks are known. */
const FILES = '__RINGBACK_WORD_FILES__';
const LOADER_CODE = `import { fill, speak } from ${JSON.stringify(RUNTIME)};
const [first, ...files] = ${JSON.stringify(FILES)}.split(' ');
export async function loadLanguage(locale, folder) {
  if (locale === 'en') return;
  const load = async (file) =>
    fill(locale, (await import(/* @vite-ignore */ folder + 'words/' + locale + '-' + file + '.js')).default);
  speak(locale, (number) => load(files[number]));
  await load(first);
}`;

const LOCALES = ['uk', 'ru'];

const PACKAGES = fileURLToPath(new URL('../../../', import.meta.url));
/** Modules with a catalogue, by whose place here each has its number: in the order in which they are read, no build would be like another. */
const MODULES = globSync('*/src/**/*.words.ts', { cwd: PACKAGES })
  .sort()
  .map((path) => PACKAGES + path);

/**
 * Vite plugin.
 * @param {{ loader: string, early: RegExp }} options The module whose place the loader takes, and the part whose words are there from the
 * beginning although it is loaded later: it must not wait for them.
 */
export function splitLanguages({ loader, early }) {
  /** By module: number and the words of each language, as source text. */
  const found = new Map();

  return {
    name: 'ringback:split-languages',
    enforce: 'post',
    resolveId: (id) => (id === RUNTIME ? id : null),
    load: (id) => (id === RUNTIME ? RUNTIME_CODE : null),
    transform(code, id) {
      if (id === loader) return { code: LOADER_CODE, map: null };
      if (!id.endsWith('.words.ts')) return null;
      const { start, end, english, words } = read(code, this.parse(code), id);
      const number = MODULES.indexOf(id);
      if (number < 0) throw new Error(`${id}: catalogues belong into packages/*/src.`);
      found.set(id, { number, words });
      const text = `/* @__PURE__ */ catalogue(${number}, ${english})`;
      return {
        code: `import { catalogue } from ${JSON.stringify(RUNTIME)};\n${splice(code, [{ start, end, text }])}`,
        map: null,
      };
    },
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
      const atOnce = chunksAtOnce(
        bundle,
        ({ isEntry, facadeModuleId }) => isEntry || early.test(facadeModuleId ?? ''),
      );
      const sourceOf = (catalogues, locale) =>
        `export default {${catalogues.map(({ number, words }) => `${number}:[${words[locale].join(',')}]`).join(',')}};\n`;
      const files = [];
      const atFirst = [];
      /** One file for each language; the name changes with the words, so that no cache mixes those of two versions. */
      const emit = (name, catalogues) => {
        const sources = LOCALES.map((locale) => sourceOf(catalogues, locale));
        const hash = createHash('sha256').update(sources.join('')).digest('base64url').slice(0, 8);
        const file = `${name}-${hash}`;
        LOCALES.forEach((locale, index) =>
          this.emitFile({ type: 'asset', fileName: `words/${locale}-${file}.js`, source: sources[index] }),
        );
        return file;
      };
      for (const chunk of chunks) {
        const catalogues = Object.keys(chunk.modules).flatMap((id) => found.get(id) ?? []);
        if (catalogues.length === 0) continue;
        if (atOnce.has(chunk)) {
          atFirst.push(...catalogues);
          continue;
        }
        // Here and not in the modules: a bundler that knows of it makes thirty chunks of one.
        chunk.code = `await ${nameIn(chunk.code, catalogues[0].number)}.words(${catalogues[0].number});${chunk.code}`;
        const file = emit(chunk.name.replace(/\W+/g, '-'), catalogues);
        for (const { number } of catalogues) files[number] = file;
      }
      const told = [emit('first', atFirst), ...Array.from(files, (file) => file ?? '')].join(' ');
      for (const chunk of chunks) chunk.code = chunk.code.replace(FILES, told);
    },
  };
}

/** What the function that makes catalogues is called in a chunk. */
function nameIn(code, number) {
  const [, name] = new RegExp(`([\\w$]+)\\(${number},\\s*\\{`).exec(code) ?? [];
  if (!name) throw new Error(`The catalogue ${number} is not to be found in its chunk.`);
  return name;
}

/** Chunks that fit, and what these import at once. */
function chunksAtOnce(bundle, fits) {
  const chunks = new Set(Object.values(bundle).filter((chunk) => chunk.type === 'chunk' && fits(chunk)));
  for (const { imports = [] } of chunks)
    for (const name of imports) if (bundle[name]) chunks.add(bundle[name]);
  return chunks;
}

/** Vite plugin for who speaks one language only: what `splitLanguages` does, without the way for others to come. */
export function oneLanguage() {
  return {
    name: 'ringback:one-language',
    enforce: 'post',
    transform(code, id) {
      if (!id.endsWith('.words.ts')) return null;
      const { start, end, english } = read(code, this.parse(code), id);
      const text = `/* @__PURE__ */ ((en) => ({ en, uk: en, ru: en }))(${english})`;
      return { code: splice(code, [{ start, end, text }]), map: null };
    },
  };
}

/** The one catalogue of a module: where it stands, its English as source text, the other languages' words in English order. */
function read(code, program, id) {
  const objects = new Map();
  let catalogue;
  walk(program, (node) => {
    if (node.type === 'VariableDeclarator' && node.init?.type === 'ObjectExpression')
      objects.set(node.id.name, node.init);
    if (node.type === 'ObjectExpression' && LOCALES.every((locale) => property(node, locale)))
      catalogue = node;
  });
  if (!catalogue) throw new Error(`${id}: there is no catalogue { en, uk, ru }.`);
  const en = property(catalogue, 'en');
  const keys = en.type === 'Identifier' ? names(objects.get(en.name)) : names(en);
  const words = {};
  for (const locale of LOCALES) {
    const object = property(catalogue, locale);
    words[locale] = keys.map((key) => {
      const literal = property(object, key);
      if (literal?.type !== 'Literal') throw new Error(`${id}: ${locale}.${key} is no plain word.`);
      return JSON.stringify(literal.value);
    });
  }
  return { start: catalogue.start, end: catalogue.end, english: code.slice(en.start, en.end), words };
}

function names(object) {
  return object.properties.map(({ key }) => nameOf(key));
}

function property(object, name) {
  return object.properties.find(({ type, key }) => type === 'Property' && nameOf(key) === name)?.value;
}

function nameOf({ type, name, value }) {
  return type === 'Identifier' ? name : value;
}
