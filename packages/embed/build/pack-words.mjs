/**
 * Catalogues of words, `{ en, uk: { key: '…' }, ru: { key: '…' } }`, repeat each key for each language. In a bundle the keys stand once,
 * and all catalogues stand together, where gzip finds what they have in common.
 */
import { globSync } from 'node:fs';
import { splice, walk } from './syntax-tree.mjs';

const UNPACK = '\0ringback-unpack-words';
const UNPACK_CODE = `export const unpack = (en, words) => {
  const keys = Object.keys(en);
  return Object.fromEntries(keys.map((key, index) => [key, words[index]]));
};`;

/**
 * Vite plugin.
 * @param {{ entry: string, first: string }} options `first` is a glob of the catalogues that go before everything else in `entry`.
 */
export function packWords({ entry, first }) {
  return {
    name: 'ringback:pack-words',
    enforce: 'post',
    resolveId: (id) => (id === UNPACK ? id : null),
    load: (id) => (id === UNPACK ? UNPACK_CODE : null),
    transform(code, id) {
      if (id === entry) {
        const catalogues = globSync(first).sort();
        return {
          code: catalogues.map((file) => `import ${JSON.stringify(file)};\n`).join('') + code,
          map: null,
        };
      }
      if (!id.endsWith('.words.ts')) return null;
      const edits = packed(code, this.parse(code));
      if (edits.length === 0) return null;
      return { code: `import { unpack } from ${JSON.stringify(UNPACK)};\n${splice(code, edits)}`, map: null };
    },
  };
}

/** What replaces the objects of uk and ru wherever they have exactly the keys of `const en = {…}`, in the same order. */
function packed(code, program) {
  let english;
  walk(program, ({ type, id, init }) => {
    if (type === 'VariableDeclarator' && id.name === 'en') english = flat(init);
  });
  if (!english) return [];
  const edits = [];
  walk(program, ({ type, key, value }) => {
    if (type !== 'Property' || !['uk', 'ru'].includes(nameOf(key)) || value.type !== 'ObjectExpression')
      return;
    const words = flat(value);
    if (
      !words ||
      words.length !== english.length ||
      words.some(([name], index) => name !== english[index][0])
    )
      return;
    const list = words.map(([, literal]) => code.slice(literal.start, literal.end)).join(',');
    edits.push({ start: value.start, end: value.end, text: `/* @__PURE__ */ unpack(en, [${list}])` });
  });
  return edits;
}

/** `[name, literal]` of each property, or undefined for an object that holds anything but plain words. */
function flat(object) {
  if (object?.type !== 'ObjectExpression') return undefined;
  const words = object.properties.map(({ key, value }) => [key && nameOf(key), value]);
  return words.every(([name, value]) => name !== undefined && value?.type === 'Literal') ? words : undefined;
}

function nameOf({ type, name, value }) {
  return type === 'Identifier' ? name : value;
}
