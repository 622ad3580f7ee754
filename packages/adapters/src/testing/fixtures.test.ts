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
      'opencart',
    ]),
  );
});

it('no vendor’s simulator is held to less than a handful of examples', () => {
  const examples = new Map<string, number>();
  for (const file of files.filter((one) => one.startsWith('crm/') && one.endsWith('.json'))) {
    const content: unknown = JSON.parse(readFileSync(join(root, file), 'utf8'));
    const vendor = file.split('/')[1] ?? '';
    examples.set(vendor, (examples.get(vendor) ?? 0) + (Array.isArray(content) ? content.length : 1));
  }
  expect([...examples].filter(([, count]) => count < 8)).toEqual([]);
});

it.each(files)('%s names its source', (file) => {
  const path = join(root, file);
  const content: unknown = file.endsWith('.json') ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  if (Array.isArray(content) && content.length > 0 && content.every(named)) return;
  const readme = join(dirname(path), 'README.md');
  expect(existsSync(readme), `${file} needs a README.md beside it`).toBe(true);
  expect(readFileSync(readme, 'utf8')).toContain(basename(file).replace(/\.(json|xml)$/, ''));
});
