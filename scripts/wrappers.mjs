/**
 * Writes the React and Vue wrappers of every element from custom-elements.json, which is read from the elements' own headers.
 *
 *   node scripts/wrappers.mjs [--check]   --check only says whether they are as they should be
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Elements of the callback's script, and parts of other elements, are not composed by developers. */
const PACKAGES = ['ui', 'softphone', 'widgets'];
const isPart = (tag) => /^ringback-softphone-./.test(tag);
const NOTE = '// Made from custom-elements.json by scripts/wrappers.mjs.\n';

function elements() {
  const { status } = spawnSync('node', ['manifest.mjs'], { cwd: join(ROOT, 'storybook'), stdio: 'inherit' });
  if (status !== 0) throw new Error('The manifest could not be read: run `npm run docs`.');
  const manifest = JSON.parse(readFileSync(join(ROOT, 'storybook/.manifest/custom-elements.json'), 'utf8'));
  return manifest.modules
    .flatMap(({ path, declarations = [] }) => declarations.map((declaration) => ({ path, ...declaration })))
    .filter(({ tagName, path }) => tagName && !isPart(tagName) && PACKAGES.includes(path.split('/')[1]))
    .map(({ tagName, name, path, summary, description, events = [], attributes = [] }) => ({
      ...{ tag: tagName, name, package: `@ringback/${path.split('/')[1]}` },
      about: (summary ?? description ?? '').replace(/\s+/g, ' '),
      events: events.map((event) => event.name).filter(Boolean),
      attributes: attributes.map((one) => one.fieldName ?? one.name).filter((one) => one !== 'contextLocale'),
    }))
    .filter((element) => isPublic(element))
    .sort((one, other) => one.tag.localeCompare(other.tag));
}

/** An element is public when its package has an entry for it. */
function isPublic({ tag, package: name }) {
  const { exports } = JSON.parse(
    readFileSync(join(ROOT, 'packages', name.split('/')[1], 'package.json'), 'utf8'),
  );
  return exports[`./${tag}.js`] !== undefined;
}

const pascal = (text) => text.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());
const camel = (text) => text.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const shortOf = (event) => event.replace(/^ringback-/, '');

function react({ tag, name, package: from, about, events }) {
  const handlers = events.map(
    (event) =>
      `on${pascal(shortOf(event))}: '${event}' as EventName<CustomEvent<RingbackEventMap['${event}']>>,`,
  );
  return `${NOTE}import { createComponent${events.length ? ', type EventName' : ''} } from '@lit/react';
import { ${name} as Element } from '${from}';
import '${from}/${tag}.js';
${events.length ? "import type { RingbackEventMap } from '@ringback/ui/emit';\n" : ''}import * as React from 'react';

/** ${about} */
export const ${name} = createComponent({
  react: React, tagName: '${tag}', elementClass: Element, displayName: '${name}',
  events: { ${handlers.join('\n')} },
});
`;
}

function vue({ tag, name, package: from, about, events, attributes }) {
  const properties = [
    ...new Set(['phone', 'backend', ...(tag === 'ringback-provider' ? ['locale'] : attributes)]),
  ];
  return `${NOTE}import type { ${name} as Element } from '${from}';
import '${from}/${tag}.js';
${events.length ? "import type { RingbackEventMap } from '@ringback/ui/emit';\n" : ''}import { defineComponent, type PropType } from 'vue';
import { wrap } from './wrap.ts';

const TAG = '${tag}';
const PROPERTIES = ${JSON.stringify(properties)} as const;
const EVENTS = ${JSON.stringify(events.map(shortOf))} as const;

/** ${about} */
export const ${name} = defineComponent({
  name: '${name}',
  inheritAttrs: false,
  props: {
    ${properties.map((key) => `${key}: { type: null as unknown as PropType<Element['${key}']>, default: undefined },`).join('\n')}
  },
  emits: {
    ${events.map((event) => `${camel(shortOf(event))}: (_event: CustomEvent<RingbackEventMap['${event}']>) => true,`).join('\n')}
  },
  setup: wrap(TAG, PROPERTIES, EVENTS),
});
`;
}

async function write(folder, files, { check }) {
  const options = await resolveConfig(join(ROOT, 'package.json'));
  const wrong = [];
  const known = new Set();
  for (const [name, text] of files) {
    const file = join(ROOT, folder, name);
    known.add(file);
    const wanted = await format(text, { ...options, parser: 'typescript' });
    if (existsSync(file) && readFileSync(file, 'utf8') === wanted) continue;
    wrong.push(`${folder}/${name}`);
    if (check) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, wanted);
  }
  for (const stray of globSync(`${folder}/ringback-*.ts`, { cwd: ROOT })) {
    if (known.has(join(ROOT, stray))) continue;
    wrong.push(stray);
    if (!check) rmSync(join(ROOT, stray));
  }
  return wrong;
}

const check = process.argv.includes('--check');
const all = elements();
const index = `${NOTE}${all.map(({ tag, name }) => `export { ${name} } from './${tag}.ts';`).join('\n')}\n`;
const wrong = [
  ...(await write(
    'packages/react/src',
    [...all.map((one) => [`${one.tag}.ts`, react(one)]), ['index.ts', index]],
    { check },
  )),
  ...(await write(
    'packages/vue/src',
    [...all.map((one) => [`${one.tag}.ts`, vue(one)]), ['index.ts', index]],
    { check },
  )),
];
if (check && wrong.length > 0) {
  console.error(`Run \`npm run wrappers\`: not as the elements are: ${wrong.join(', ')}`);
  process.exitCode = 1;
}
