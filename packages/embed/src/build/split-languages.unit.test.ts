/** What a page that speaks Ukrainian or Russian finds in the bundle: every word of every part, and nothing that was left in English. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build, parseAst, type Rolldown } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { splitLanguages } from './split-languages.mjs';
import { walk } from './syntax-tree.mjs';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const LOCALES = ['uk', 'ru'] as const;
/** The same in every language: names, formats, and what is no word. */
const SAME = /^(CSV|CRM|SIP|PBX|DTMF|Ctrl|Alt|Shift|OK|E-?mail|Bitrix24|Ringback)$/i;

interface Node {
  type: string;
  name?: string;
  value?: unknown;
  id?: Node;
  init?: Node;
  key?: Node;
  callee?: Node;
  arguments?: Node[];
  properties?: { key: Node; value: Node }[];
}
type Words = Record<string, Record<number, readonly string[]>>;

let chunks: Rolldown.OutputChunk[];
let words: Words;
/** English of each catalogue by its number, and the chunk in which it is. */
const catalogues = new Map<number, { english: Record<string, string>; chunk: string }>();

function readCatalogues({ code, fileName }: Rolldown.OutputChunk): void {
  const objects = new Map<string, Node>();
  const program = parseAst(code);
  walk(program, (node: Node) => {
    if (node.type === 'VariableDeclarator' && node.init?.type === 'ObjectExpression')
      objects.set(node.id!.name!, node.init);
  });
  walk(program, (node: Node) => {
    const [number, given] = node.arguments ?? [];
    if (node.type !== 'CallExpression' || !/^catalogue(\$\d+)?$/.test(node.callee?.name ?? '') || !given)
      return;
    const object = given.type === 'Identifier' ? objects.get(given.name!) : given;
    const english = object!.properties!.map(({ key, value }) => [key.name ?? key.value, value.value]);
    catalogues.set(number!.value as number, { english: Object.fromEntries(english), chunk: fileName });
  });
}

async function bundle(...before: Rolldown.Plugin[]): Promise<Rolldown.RolldownOutput['output']> {
  const { output } = (await build({
    ...{ configFile: false, root: at('../..'), logLevel: 'error' },
    resolve: { conditions: ['source', 'browser', 'module', 'import', 'default'] },
    plugins: [
      ...before,
      splitLanguages({ loader: at('../host/language.ts'), early: /\/ringback-caller-card\.ts$/ }),
    ],
    build: {
      ...{ write: false, minify: false, target: 'es2022', modulePreload: false },
      rollupOptions: {
        input: at('../host/panel.ts'),
        preserveEntrySignatures: 'allow-extension',
        output: { format: 'es', entryFileNames: 'panel.js', chunkFileNames: 'panel/[name]-[hash:8].js' },
      },
    },
  })) as Rolldown.RolldownOutput;
  return output;
}

let output: Rolldown.RolldownOutput['output'];

beforeAll(async () => {
  output = await bundle();
  chunks = output.filter((one) => one.type === 'chunk');
  chunks.forEach(readCatalogues);
  const files = output.flatMap((one) =>
    one.type === 'asset' && one.fileName.startsWith('words') ? [[one.fileName, String(one.source)]] : [],
  );
  words = Object.fromEntries(
    files.map(([name, source]) => [
      name,
      new Function(source!.replace('export default', 'return'))() as Record<number, readonly string[]>,
    ]),
  );
}, 60_000);

/** The loader's own list: the file with the words that are there from the beginning, then which has those of which catalogue. */
const told = (): string[] =>
  chunks.flatMap(({ code }) => /"([^"]*)"\.split\(" "\)/.exec(code)?.[1]?.split(' ') ?? []);
const byNumber = (one: string, other: string): number => Number(one) - Number(other);

describe.each(LOCALES)('The bundle in %s', (locale) => {
  const mine = () => Object.entries(words).filter(([name]) => name.startsWith(`words/${locale}-`));

  it('has every catalogue once, with a word for every key', () => {
    expect(catalogues.size).toBeGreaterThan(40);
    const numbers = mine().flatMap(([, file]) => Object.keys(file).map(Number));
    expect(numbers.sort((one, other) => one - other)).toEqual(
      [...catalogues.keys()].sort((one, other) => one - other),
    );
    for (const [, file] of mine())
      for (const [number, list] of Object.entries(file)) {
        const keys = Object.keys(catalogues.get(Number(number))!.english);
        expect([number, list.length]).toEqual([number, keys.length]);
        expect(list.every((word) => word !== undefined)).toBe(true);
      }
  });

  it('has no words under a name that stays when they change', () => {
    expect(mine().length).toBeGreaterThan(20);
    for (const [name] of Object.entries(words)) expect(name).toMatch(/^words\/(uk|ru)-.+-[\w-]{8}\.js$/);
  });

  it('leaves nothing in English', () => {
    const left = mine().flatMap(([, file]) =>
      Object.entries(file).flatMap(([number, list]) => {
        const { english, chunk } = catalogues.get(Number(number))!;
        return Object.entries(english).flatMap(([key, text], index) => {
          const bare = text.replaceAll(/\{\w+\}/g, '').trim();
          const spoken = !/\p{L}/u.test(bare) || SAME.test(bare) || /\p{Script=Cyrillic}/u.test(list[index]!);
          return spoken ? [] : [`${chunk} ${key}: ${list[index]}`];
        });
      }),
    );
    expect(left).toEqual([]);
  });

  it('gives out with each part the words of all its catalogues before the part is drawn', () => {
    const [first, ...files] = told();
    const early = new Set(Object.keys(words[`words/${locale}-${first}.js`]!).map(Number));
    for (const { fileName, code } of chunks) {
      const own = [...catalogues].flatMap(([number, { chunk }]) => (chunk === fileName ? [number] : []));
      if (own.every((number) => early.has(number))) continue;
      const [, waitsFor] = /^await \S+\.words\((\d+)\);/.exec(code) ?? [];
      const file = words[`words/${locale}-${files[Number(waitsFor)]}.js`];
      expect([fileName, Object.keys(file ?? {})]).toEqual([fileName, own.map(String).sort(byNumber)]);
    }
  });
});

it('the bundle is the same each time it is built, in whatever order the modules come', async () => {
  const late: Rolldown.Plugin = {
    name: 'late',
    async load(id) {
      // Those that came first come last.
      if (id.endsWith('.words.ts')) for (let turn = 0; turn < 200 - id.length; turn += 1) await nextTurn();
      return null;
    },
  };
  const names = (of: typeof output) => of.map(({ fileName }) => fileName).sort();
  expect(names(await bundle(late))).toEqual(names(output));
});
