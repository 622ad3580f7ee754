/** Files of letters: for those who read letters, and whoever has the address that one of them was given. */
import { RingbackError, type Role } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAgent, startHttp, type TestHttp } from './http.fixtures.ts';

let http: TestHttp;
beforeEach(async () => {
  http = await startHttp(({ crm }) => ({
    crm: Object.assign(crm, {
      mail: {
        list: async () => ({ items: [] }),
        send: () => Promise.reject(new Error('not used')),
        async file(id: string, index: number) {
          if (id !== 'letter-1' || index > 1) throw new RingbackError('not-found', 'There is no such file.');
          return { name: `offer ${index}.pdf`, content: new TextEncoder().encode(`content ${index}`) };
        },
      },
    }),
  }));
});
afterEach(() => http.close());

async function link(role: Role, index = 0) {
  const headers = await createAgent(http, role);
  return http.app.inject({ method: 'POST', url: `/api/v1/mail/letter-1/files/${index}/link`, headers });
}
const open = (url: string) => http.app.inject({ url: url.replace(/^https?:\/\/[^/]+/, '') });

describe('The file of a letter', () => {
  it.each(['marketer', 'accountant'] as const)('is not given to who reads no letters: %s', async (role) => {
    const answer = await link(role);
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ code: 'forbidden' });
  });

  it('is opened by the address alone, as something to be kept and not shown', async () => {
    const { url } = (await link('employee')).json<{ url: string }>();
    const answer = await open(url);
    expect([answer.statusCode, answer.body]).toEqual([200, 'content 0']);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''offer%200.pdf",
    });
  });

  it('opens no other file, no other letter, and nothing once its time is over', async () => {
    const { url, expiresAt } = (await link('employee')).json<{ url: string; expiresAt: string }>();
    const others = [url.replace('files/0', 'files/1'), url.replace('letter-1', 'letter-2')];
    for (const other of others) expect((await open(other)).statusCode).toBe(403);
    http.pass(Date.parse(expiresAt) - http.deps.now().getTime() + 1_000);
    expect((await open(url)).statusCode).toBe(403);
  });

  it('that is not there is told so', async () => {
    const { url } = (await link('employee', 7)).json<{ url: string }>();
    expect((await open(url)).statusCode).toBe(404);
  });
});
