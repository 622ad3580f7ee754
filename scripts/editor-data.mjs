/**
 * What editors know of a package's elements, beside its code in `dist`: `custom-elements.json`, VS Code's custom data and JetBrains' web
 * types, all read from the elements' own headers.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateJetBrainsWebTypes } from 'custom-element-jet-brains-integration';
import { generateVsCodeCustomElementData } from 'custom-element-vs-code-integration';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @param {string} folder of the package @param {{ name: string, version: string, exports: object }} manifest */
export function writeEditorData(folder, manifest) {
  const outdir = join(folder, 'dist');
  const sources = `${relative(ROOT, folder)}/src/**/*.ts`;
  const config = join(ROOT, 'storybook/cem.config.mjs');
  execFileSync(
    'cem',
    [
      'analyze',
      '--quiet',
      '--config',
      relative(ROOT, config),
      '--globs',
      sources,
      '--outdir',
      relative(ROOT, outdir),
    ],
    { cwd: ROOT, stdio: 'inherit' },
  );
  const file = join(outdir, 'custom-elements.json');
  const elements = publicElements(JSON.parse(readFileSync(file, 'utf8')), manifest);
  if (elements.modules.length === 0) throw new Error(`${manifest.name} has no element that it exports.`);
  writeFileSync(file, `${JSON.stringify(elements, null, 2)}\n`);
  const common = { outdir, hideLogs: true };
  generateVsCodeCustomElementData(elements, {
    ...common,
    htmlFileName: 'vscode.html-custom-data.json',
    cssFileName: 'vscode.css-custom-data.json',
  });
  generateJetBrainsWebTypes(elements, { ...common, webTypesFileName: 'web-types.json', packageJson: false });
}

/** Elements that have an entry of their own, under the path that a page imports. */
function publicElements({ modules, ...rest }, { exports }) {
  const found = modules.flatMap(({ declarations = [] }) => declarations).filter(({ tagName }) => tagName);
  return {
    ...rest,
    modules: found
      .map((declaration) => ({ declaration, entry: exports[`./${declaration.tagName}.js`]?.default }))
      .filter(({ entry }) => entry)
      .sort((one, other) => basename(one.entry).localeCompare(basename(other.entry)))
      .map(({ declaration, entry }) => {
        const path = entry.replace(/^\.\//, '');
        const { name, tagName } = declaration;
        return {
          kind: 'javascript-module',
          path,
          declarations: [declaration],
          exports: [
            { kind: 'custom-element-definition', name: tagName, declaration: { name, module: path } },
          ],
        };
      }),
  };
}
