/**
 * A page speaks one language: the others need not weigh on it. Catalogues `{ en, uk: { key: '…' }, ru: { key: '…' } }` keep their English in
 * the bundle; the words of every other language go, without their keys, into one file each, which the host script loads before it
 * draws anything (`host/language.ts`). Words of parts that are loaded when they are first used are in a second file, which the
 * first such part waits for.
 */
import { splice, walk } from './syntax-tree.mjs';

const RUNTIME = '\0ringback-languages';
/** The words of a file are lists in the order of the English keys, by the number of the catalogue. */
const RUNTIME_CODE = `const catalogues = {};
const loaded = { uk: {}, ru: {} };
const put = (number) => {
  const { en, ...others } = catalogues[number];
  for (const locale in others)
    loaded[locale][number]?.forEach((word, index) => (others[locale][Object.keys(en)[index]] = word));
};
export const catalogue = (number, en) => {
  catalogues[number] = { en, uk: { ...en }, ru: { ...en } };
  put(number);
  return catalogues[number];
};
export const fill = (locale, words) => {
  Object.assign(loaded[locale], words);
  for (const number in catalogues) put(number);
};`;
const LOADER_CODE = `import { bringWords } from '@ringback/ui';
import { fill } from ${JSON.stringify(RUNTIME)};
export async function loadLanguage(locale, folder) {
  if (locale === 'en') return;
  const load = async (name) =>
    fill(locale, (await import(/* @vite-ignore */ folder + name + locale + '.js')).default);
  bringWords(() => load('words-later-'));
  await load('words-');
}`;

const LOCALES = ['uk', 'ru'];

/**
 * Vite plugin.
 * @param {{ loader: string }} options The module whose place the loader takes.
 */
export function splitLanguages({ loader }) {
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
      const number = found.size;
      found.set(id, { number, words });
      const text = `/* @__PURE__ */ catalogue(${number}, ${english})`;
      return {
        code: `import { catalogue } from ${JSON.stringify(RUNTIME)};\n${splice(code, [{ start, end, text }])}`,
        map: null,
      };
    },
    generateBundle(_options, bundle) {
      const atOnce = modulesAtOnce(bundle);
      const used = Object.values(bundle).flatMap(({ modules }) => Object.keys(modules ?? {}));
      const catalogues = [...found].filter(([id]) => used.includes(id));
      for (const locale of LOCALES) {
        for (const [name, lists] of [
          ['words', catalogues.filter(([id]) => atOnce.has(id))],
          ['words-later', catalogues.filter(([id]) => !atOnce.has(id))],
        ]) {
          const source = lists
            .map(([, { number, words }]) => `${number}:[${words[locale].join(',')}]`)
            .join(',');
          this.emitFile({
            type: 'asset',
            fileName: `${name}-${locale}.js`,
            source: `export default {${source}};\n`,
          });
        }
      }
    },
  };
}

/** Modules of the entries and of what these import at once. */
function modulesAtOnce(bundle) {
  const chunks = new Set(Object.values(bundle).filter(({ isEntry }) => isEntry));
  for (const { imports = [] } of chunks)
    for (const name of imports) if (bundle[name]) chunks.add(bundle[name]);
  return new Set([...chunks].flatMap(({ modules }) => Object.keys(modules)));
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
