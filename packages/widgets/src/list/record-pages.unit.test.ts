import { expect, test } from 'vitest';
import { RecordPages } from './record-pages.ts';

interface Row {
  readonly id: string;
  readonly system: string;
  readonly name: string;
}

async function shown(...items: Row[]): Promise<RecordPages<Row>> {
  const pages = new RecordPages<Row>({
    read: () => Promise.resolve({ items }),
    changed: () => undefined,
    failed: (error) => expect.fail(String(error)),
  });
  await pages.refresh();
  return pages;
}

test('A record of another system that is called the same neither takes the place of the one that is shown nor stands beside it', async () => {
  const mine = { id: '7', system: 'onec', name: 'Oksana' };
  const pages = await shown(mine);
  const stranger = { id: '7', system: 'bitrix24', name: 'Somebody else' };
  pages.put(stranger);
  pages.put(stranger, { add: true });
  pages.remove(stranger);
  expect(pages.items).toEqual([mine]);
  pages.put({ ...mine, name: 'Oksana M.' });
  expect(pages.items).toEqual([{ ...mine, name: 'Oksana M.' }]);
  pages.remove(mine);
  expect(pages.items).toEqual([]);
});

test('What is told while a page is on its way is told to that page as well, of its own system only', async () => {
  let bring = (_items: Row[]): void => undefined;
  const pages = new RecordPages<Row>({
    read: () => new Promise((resolve) => (bring = (items) => resolve({ items }))),
    changed: () => undefined,
    failed: (error) => expect.fail(String(error)),
  });
  const reading = pages.refresh();
  pages.put({ id: '7', system: 'bitrix24', name: 'Somebody else' });
  pages.put({ id: '8', system: 'onec', name: 'Taras, newer' });
  bring([
    { id: '7', system: 'onec', name: 'Oksana' },
    { id: '8', system: 'onec', name: 'Taras' },
  ]);
  await reading;
  expect(pages.items.map(({ name }) => name)).toEqual(['Oksana', 'Taras, newer']);
});
