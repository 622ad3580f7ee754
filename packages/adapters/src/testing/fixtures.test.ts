/** What the simulators are held to says where it comes from. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = globSync('{crm,pbx}/*/fixtures/*.{json,xml}', { cwd: root }).sort();

const named = (one: unknown) => typeof (one as { source?: unknown }).source === 'string';

it('there are fixtures of every vendor that publishes examples', () => {
  const vendors = new Set(files.map((file) => file.split('/')[1]));
  expect([...vendors]).toEqual(
    expect.arrayContaining([
      'bitrix24',
      'onec',
      'amocrm',
      'retailcrm',
      'advantshop',
      'woocommerce',
      'insales',
      'prestashop',
    ]),
  );
});

it.each(files)('%s names its source', (file) => {
  const path = join(root, file);
  const content: unknown = file.endsWith('.json') ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  if (Array.isArray(content) && content.length > 0 && content.every(named)) return;
  const readme = join(dirname(path), 'README.md');
  expect(existsSync(readme), `${file} needs a README.md beside it`).toBe(true);
  expect(readFileSync(readme, 'utf8')).toContain(basename(file).replace(/\.(json|xml)$/, ''));
});
