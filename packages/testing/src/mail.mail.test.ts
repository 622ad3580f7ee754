/** Letters through a whole gateway, by HTTP, on a real SMTP and a real IMAP server. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkConfig, createGateway, type Gateway } from '@ringback/gateway';
import type { Letter, Party, TimelinePage } from '@ringback/model';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type MailServer, startMailServer } from './node/mail-server.ts';

let server: MailServer;
let gateway: Gateway;
let folder: string;
/** Of the administrator's session at the gateway's own pages. */
let cookie = '';
const lines: string[] = [];
const DAY_MS = 24 * 60 * 60_000;

const config = () =>
  checkConfig({
    ...{ listen: { port: 0 }, dataDir: join(folder, 'data') },
    pbx: {
      ...{ system: 'sandbox', controlUrl: 'ws://127.0.0.1:9/control', controlToken: 'canary-control-token' },
      ...{ sipServers: ['ws://127.0.0.1:9/sip'], domain: 'sandbox.ringback' },
    },
    agents: [
      {
        ...{ login: 'olena', name: 'Olena', role: 'administrator' },
        ...{ extension: '101', password: 'correct horse' },
      },
    ],
  });

async function start(): Promise<void> {
  gateway = await createGateway(config(), {
    logTo: { write: (line: string) => void lines.push(line) },
    passwordCost: { N: 2, r: 8, p: 1 },
  });
  const entered = await send('POST', '/auth/login', { login: 'olena', password: 'correct horse' });
  cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
}

const send = (method: string, path: string, body?: object, key?: string) =>
  fetch(`${gateway.url}/api/v1${path}`, {
    method,
    headers: {
      ...{ cookie, origin: gateway.url },
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

async function ask<T>(method: string, path: string, body?: object, key?: string) {
  const answer = await send(method, path, body, key);
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
}

const settings = (more: object = {}) => ({
  ...{ from: 'shop@firm.example', fromName: 'Чайна', password: server.password },
  ...{ smtpHost: '127.0.0.1', smtpPort: server.smtpPort, smtpSecurity: 'none' },
  ...{ imapHost: '127.0.0.1', imapPort: server.imapPort, imapSecurity: 'none' },
  ...more,
});

/** Resolves when such a letter is told, or has been. */
function told(direction: Letter['direction'], subject: string): Promise<Letter> {
  const { promise, resolve } = Promise.withResolvers<Letter>();
  const look = async () => {
    const { events } = await gateway.store.events.since(0, 500);
    for (const { event } of events) {
      if (event.type !== 'letter.created') continue;
      const { letter } = event.data;
      if (letter.direction === direction && letter.subject === subject) resolve(letter);
    }
  };
  const stop = gateway.store.events.onAppend(() => void look());
  void look();
  return promise.finally(stop);
}

const letterOf = (more: Record<string, string>, text: string) => {
  const headers = { 'MIME-Version': '1.0', 'Content-Type': 'text/plain; charset=utf-8', ...more };
  return `${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}\n\n${text}\n`;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rb-mail-gateway-'));
  server = await startMailServer();
  const old = { From: 'old@k.example', To: 'shop@firm.example', Subject: 'Old' };
  server.deliver(letterOf(old, 'Before us'), new Date(Date.now() - 30 * DAY_MS));
  const recent = { From: 'recent@k.example', To: 'shop@firm.example', Subject: 'Recent' };
  server.deliver(letterOf(recent, 'Anybody there?'), new Date(Date.now() - 2 * DAY_MS));
  await start();
});
afterAll(async () => {
  await gateway.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

describe('The mail account', () => {
  it('is refused in words when the password or a server is wrong, and no letter can be written before it is there', async () => {
    expect(await ask('GET', '/mail')).toMatchObject({ status: 501 });
    const check = (more: object) =>
      ask<object>('POST', '/crm/connections/mail/check', { settings: settings(more) });
    expect((await check({ password: 'wrong' })).body).toMatchObject({
      ok: false,
      findings: [{ kind: 'credential' }, { kind: 'credential' }],
    });
    expect((await check({ imapPort: 9 })).body).toMatchObject({
      ...{ ok: false, findings: [{ kind: 'address', name: '127.0.0.1:9' }] },
    });
    expect((await check({})).body).toEqual({ ok: true, account: 'shop@firm.example', findings: [] });
  });

  it('shows no password again, in the form or in the log', async () => {
    await ask('PUT', '/crm/connections/mail', { settings: settings(), recordOf: [] });
    const { body } = await ask('GET', '/crm/connections');
    expect(JSON.stringify(body)).not.toContain(server.password);
    expect(lines.join('')).not.toContain(server.password);
    // From here on letters are new ones.
    const key = 'mailbox:127.0.0.1:shop@firm.example';
    await vi.waitFor(
      async () => expect(await gateway.store.crmKept.of('mail').get(key)).toBeDefined(),
      30_000,
    );
  });
});

describe('Letters', () => {
  it('of the last days are there from the first look on, and older ones are left alone', async () => {
    await told('in', 'Recent');
    const from = async (address: string) =>
      (await ask<{ items: Letter[] }>('GET', `/mail?address=${address}`)).body.items;
    expect(await from('recent@k.example')).toHaveLength(1);
    expect(await from('old@k.example')).toEqual([]);
  });

  it('are a customer’s from the moment when his address is known', async () => {
    const { id } = (
      await ask<Party>('POST', '/parties', { name: 'Лист', kind: 'client', phones: ['067 123 45 09'] })
    ).body;
    const history = async () =>
      (await ask<TimelinePage>('GET', `/timeline?partyId=${id}`)).body.items.map(({ kind }) => kind);
    expect(await history()).toEqual([]);
    await ask('PATCH', `/parties/${id}`, { email: 'Recent@k.example' });
    expect(await history()).toEqual(['mail']);
  });

  it('go out with a document, and the answer comes back to the customer, the deal and the thread', async () => {
    const party = (
      await ask<Party>('POST', '/parties', {
        ...{ name: 'Оксана', kind: 'client', phones: ['067 123 45 01'], email: 'oksana@k.example' },
      })
    ).body;
    const deal = (await ask<{ id: string }>('POST', '/deals', { title: 'Tea', partyId: party.id })).body;
    const templates = (await ask<{ id: string }[]>('GET', '/documents/templates')).body;
    const document = (
      await ask<{ id: string; name: string }>('POST', '/documents', {
        templateId: templates[0]?.id,
        dealId: deal.id,
      })
    ).body;
    const input = {
      ...{ to: ['oksana@k.example'], subject: 'Пропозиція', text: 'Добрий день!' },
      documentId: document.id,
    };
    const out = (await ask<Letter>('POST', '/mail', input, 'letter-1')).body;
    expect((await ask<Letter>('POST', '/mail', input, 'letter-1')).body).toEqual(out);
    expect(server.sent).toHaveLength(1);
    expect(server.sent[0]).toContain(`Message-ID: <${out.messageId}>`);
    expect(server.sent[0]).toContain('text/html');
    expect(out).toMatchObject({
      ...{ partyId: party.id, dealId: deal.id, attachments: [`${document.name}.html`] },
    });

    const arrives = told('in', 'Re: Пропозиція');
    const answer = letterOf(
      {
        ...{ From: 'Oksana <oksana@k.example>', To: 'shop@firm.example', 'Message-ID': '<a1@k.example>' },
        Subject: `=?utf-8?B?${Buffer.from('Re: Пропозиція').toString('base64')}?=`,
        ...{ 'In-Reply-To': `<${out.messageId}>`, References: `<${out.messageId}>` },
      },
      'Згодна 👍',
    );
    server.deliver(answer);
    const came = await arrives;
    expect(came).toMatchObject({
      ...{ direction: 'in', from: 'oksana@k.example', text: 'Згодна 👍', messageId: 'a1@k.example' },
      ...{ partyId: party.id, dealId: deal.id, threadId: out.threadId },
    });
    const thread = await ask<{ items: Letter[] }>(
      'GET',
      `/mail?threadId=${encodeURIComponent(out.threadId ?? '')}`,
    );
    expect(thread.body.items.map(({ direction }) => direction).sort()).toEqual(['in', 'out']);
    const incoming = await ask<{ items: Letter[] }>('GET', `/mail?direction=in&words=згодна`);
    expect(incoming.body.items.map(({ id }) => id)).toEqual([came.id]);
    const history = (await ask<TimelinePage>('GET', `/timeline?partyId=${party.id}`)).body;
    expect(history.items.filter(({ kind }) => kind === 'mail')).toHaveLength(2);

    const reply = {
      to: ['oksana@k.example'],
      subject: 'Re: Пропозиція',
      text: 'Дякуємо',
      inReplyTo: came.id,
    };
    const third = (await ask<Letter>('POST', '/mail', reply)).body;
    expect(third).toMatchObject({ threadId: out.threadId, dealId: deal.id });
    expect(server.sent[1]).toContain('In-Reply-To: <a1@k.example>');
  });

  it('give out the files that came with them, to whoever has the signed address', async () => {
    const file = Buffer.from([0, 1, 2, 250, 251, 10, 13]);
    const arrives = told('in', 'With a file');
    const part = (headers: string, body: string) => `--edge\n${headers}\n\n${body}\n`;
    server.deliver(
      letterOf(
        {
          ...{ From: 'files@k.example', To: 'shop@firm.example', Subject: 'With a file' },
          ...{ 'Message-ID': '<f1@k.example>', 'Content-Type': 'multipart/mixed; boundary=edge' },
        },
        [
          part('Content-Type: text/plain', 'See inside'),
          part('Content-Type: text/html\nContent-Disposition: attachment; filename=a.html', '<b>a</b>'),
          part(
            'Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n' +
              "Content-Disposition: attachment; filename*=utf-8''%D0%A7%D0%B0%D0%B9.pdf",
            file.toString('base64'),
          ),
          '--edge--',
        ].join(''),
      ),
    );
    const { id, attachments } = await arrives;
    expect(attachments).toEqual(['a.html', 'Чай.pdf']);
    const link = (index: number) => ask<{ url: string }>('POST', `/mail/${id}/files/${index}/link`);
    const { url } = (await link(1)).body;
    const path = new URL(url);
    const get = (search: string) => fetch(`${gateway.url}${path.pathname}${search}`);
    const answer = await get(path.search);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(file);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      ...{ 'content-type': 'application/octet-stream', 'x-content-type-options': 'nosniff' },
      'content-disposition': "attachment; filename*=UTF-8''%D0%A7%D0%B0%D0%B9.pdf",
    });
    expect((await get(path.search.replace('signature=', 'signature=x'))).status).toBe(403);
    const none = new URL((await link(7)).body.url);
    expect((await fetch(`${gateway.url}${none.pathname}${none.search}`)).status).toBe(404);
  });

  it('that cannot be sent are refused as unavailable, and the same letter goes once the server is back', async () => {
    const input = { to: ['ivan@k.example'], subject: 'Later', text: 'Hello' };
    const before = server.sent.length;
    await server.stopSmtp();
    expect(await ask('POST', '/mail', input, 'later-1')).toMatchObject({
      ...{ status: 503, body: { code: 'unavailable' } },
    });
    await server.startSmtp();
    expect(await ask('POST', '/mail', input, 'later-1')).toMatchObject({ status: 201 });
    expect(server.sent).toHaveLength(before + 1);
  });

  it('that came while the gateway was down are taken once when it is back', async () => {
    await gateway.close();
    const fresh = { From: 'new@k.example', To: 'shop@firm.example', Subject: 'While away' };
    server.deliver(letterOf({ ...fresh, 'Message-ID': '<w1@k.example>' }, 'Anybody?'));
    server.deliver(letterOf({ ...fresh, 'Message-ID': '<w1@k.example>' }, 'The same letter once more'));
    await start();
    const last = told('in', 'The last');
    server.deliver(letterOf({ ...fresh, Subject: 'The last', 'Message-ID': '<w2@k.example>' }, 'Bye'));
    await last;
    const { items } = (await ask<{ items: Letter[] }>('GET', '/mail?direction=in&address=new@k.example'))
      .body;
    expect(items.map(({ subject }) => subject).sort()).toEqual(['The last', 'While away']);
  });
});
