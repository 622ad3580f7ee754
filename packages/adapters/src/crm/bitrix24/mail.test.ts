/** Letters by the portal's own mail. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type Bitrix24Harness, createBitrix24Harness } from './simulator.ts';

const EMAIL = 'hanna@example.com';
const INPUT = { to: [EMAIL], subject: 'Рахунок', text: 'Добрий день!' };

let host: Bitrix24Harness;
let partyId: string;
let writes = 0;
beforeEach(async () => {
  host = await createBitrix24Harness('webhook');
  partyId = await host.seed.party({ name: 'Ганна', phones: [], email: EMAIL });
});

const options = (userId?: string) => ({
  ...{ actor: 'olena', idempotencyKey: `key-${(writes += 1)}` },
  ...(userId === undefined ? {} : { userId }),
});
const send = (input: object = {}, write = options()) =>
  host.clock.run(() => host.crm.mail!.send({ ...INPUT, ...input }, write));
const list = (query = {}) => host.clock.run(() => host.crm.mail!.list({ partyId, ...query }));
const activities = () => [...host.portal.state.activities.values()];

/** As somebody in the portal, or its mailbox, has written it. */
async function written(fields: object): Promise<void> {
  await host.seed.letter!({ partyId, from: EMAIL, subject: 'x', text: 'x' });
  Object.assign(activities().at(-1)!, fields);
}

describe('a letter through the portal', () => {
  it('goes in the name of the portal user who is the agent', async () => {
    await send({}, options('5'));
    expect(activities()[0]).toMatchObject({
      RESPONSIBLE_ID: 5,
      SETTINGS: { MESSAGE_FROM: 'Андрій Лис <andriy@example.com>' },
    });
  });

  it('of a user without an address is refused with what to do, and nothing is sent', async () => {
    await expect(send({}, options('9'))).rejects.toMatchObject({
      code: 'invalid',
      hint: expect.stringContaining('profile') as string,
    });
    expect(activities()).toEqual([]);
  });

  it('stands on the deal’s card too', async () => {
    const dealId = await host.seed.deal!({ title: 'Кухня', partyId });
    await send({ dealId });
    const { items } = await host.clock.run(() => host.crm.mail!.list({ dealId }));
    expect(items).toMatchObject([{ subject: 'Рахунок', partyId, dealId }]);
  });

  it('leaves once, although the answer of the portal was lost', async () => {
    const write = options();
    await list();
    host.wire!.inject('lost');
    await expect(send({ partyId }, write)).rejects.toMatchObject({ retryable: true });
    const letter = await send({ partyId }, write);
    expect(activities()).toHaveLength(1);
    expect(letter.id).toBe(String(activities()[0]!.ID));
  });

  it('to an address that nobody has, or several, is refused: it would stand with nobody', async () => {
    await expect(send({ to: ['other@example.com'] })).rejects.toMatchObject({ code: 'invalid' });
    await host.seed.party({ name: 'Іван', phones: [], email: EMAIL });
    await expect(send()).rejects.toMatchObject({ code: 'invalid' });
    expect((await send({ partyId })).partyId).toBe(partyId);
  });

  it('takes files along', async () => {
    await send({ files: [{ name: 'Рахунок 7.html', type: 'text/html', content: '<p>7</p>' }] });
    expect(activities()[0]?.files).toEqual(['Рахунок 7.html']);
  });
});

describe('letters of the portal', () => {
  it('that were not sent are not shown', async () => {
    await written({ DIRECTION: 2, COMPLETED: 'N' });
    expect((await list()).items).toEqual([]);
  });

  it('are texts, whatever they were written in', async () => {
    await written({
      DESCRIPTION: 'Тип [b]важливий[/b], [url=https://x.example]тут[/url]',
      DESCRIPTION_TYPE: 2,
    });
    await written({ DESCRIPTION: '<p>Перше<br>друге &laquo;і&raquo;</p>', DESCRIPTION_TYPE: 3 });
    await written({ DESCRIPTION: '5 < 6 [b]', DESCRIPTION_TYPE: 1 });
    const texts = (await list()).items.map(({ text }) => text);
    expect(texts.sort()).toEqual(['5 < 6 [b]', 'Перше\nдруге «і»', 'Тип важливий, тут'].sort());
  });

  it('of everybody are listed where nobody is named', async () => {
    await written({ SUBJECT: 'Чий?' });
    const { items } = await host.clock.run(() => host.crm.mail!.list({}));
    expect(items).toMatchObject([{ subject: 'Чий?', partyId }]);
  });
});
