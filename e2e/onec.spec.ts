/** The customer's record is in 1C: he is known from there, and what was said is found there. */
import { join } from 'node:path';
import { serveOnec } from '@ringback/adapters/testing/onec';
import { startStack } from '../examples/demo/stack.ts';
import { buildBundles } from '../scripts/bundles.ts';
import { expect, test as base } from './fixtures.ts';

type Onec = Awaited<ReturnType<typeof serveOnec>>;

const test = base.extend<object, { onec: Onec }>({
  onec: [
    async ({}, use) => {
      const onec = await serveOnec();
      await use(onec);
      await onec.close();
    },
    { scope: 'worker' },
  ],
  stack: [
    async ({ folder, onec }, use) => {
      buildBundles();
      const crm = [
        { system: 'onec', ...onec.settings, recordOf: ['parties', 'tasks', 'communications', 'shop'] },
      ];
      const stack = await startStack({ dataDir: join(folder, 'data-onec'), crm });
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

const NUMBER = '+380671112233';

test('a customer of 1C calls: his name is on the card, and the comment and the task stand in 1C', async ({
  panel,
  phone,
  onec,
}) => {
  await onec.seed.party({ name: 'Тарас Бульба', phones: ['(067) 111-22-33'] });
  await phone.open(NUMBER);
  await phone.callTheShop();
  await expect(panel.card).toContainText('Тарас Бульба');
  await expect(panel.card).toContainText(/client/i);
  await panel.answer();
  await panel.isTalking();
  await panel.comment('Питав про доставку 🚚');
  await panel.createTask('Надіслати тарифи');
  await phone.hangUp();
  const events = () => onec.base.rows('Document_Событие');
  await expect.poll(() => String(events()[0]?.['Содержание'] ?? '')).toContain('Питав про доставку 🚚');
  expect(events()).toHaveLength(1);
  const customer = onec.base.rows('Catalog_Контрагенты').find((row) => row['Description'] === 'Тарас Бульба');
  const [task] = onec.base.rows('Task_ЗадачаИсполнителя');
  expect(task).toMatchObject({ Description: 'Надіслати тарифи', Предмет: customer?.['Ref_Key'] });
  expect(events()[0]?.['Участники']).toMatchObject([
    { Контакт: customer?.['Ref_Key'], КакСвязаться: NUMBER },
  ]);
});

test('somebody new calls: he is created in 1C, with the number in its form', async ({
  panel,
  phone,
  onec,
}) => {
  const number = '+380931112244';
  await phone.open(number);
  await phone.callTheShop();
  await panel.answer();
  await panel.isTalking();
  await panel.createParty('Галина Шевчук', 'client');
  await expect(panel.card).toContainText('Галина Шевчук');
  await panel.hangUp();
  const made = () =>
    onec.base.rows('Catalog_Контрагенты').find((row) => row['Description'] === 'Галина Шевчук');
  expect(made()).toMatchObject({
    ...{ Покупатель: true, НомерТелефонаДляПоиска: '380931112244' },
    КонтактнаяИнформация: [
      { Тип: 'Телефон', НомерТелефона: '380931112244', ОбратныйНомерТелефона: '442211139083' },
    ],
  });
  const logged = () => onec.base.rows('Document_Событие').map((row) => JSON.stringify(row['Участники']));
  await expect.poll(() => logged().some((row) => row.includes(String(made()?.['Ref_Key'])))).toBe(true);
});
