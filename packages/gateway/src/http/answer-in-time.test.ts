/** A host that is slow: what its page is told, and what the log says of what came too late. */
import { type Letter, RingbackError } from '@ringback/model';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PATIENCE_MS } from './answer-in-time.ts';
import { createAgent, startHttp, type TestHttp } from './http.fixtures.ts';

const NUMBER = '0671112233';
const LETTER: Letter = {
  ...{ system: 'local', id: '7', direction: 'out', from: 'o@firm.example', to: ['h@k.example'] },
  ...{ subject: 'Invoice', text: 'Here it is.', at: '2026-03-02T09:00:00.000Z' },
};

let http: TestHttp;
let headers: Record<string, string>;
/** Of whatever was asked of another system: told, and held until it is let go. */
let asked: PromiseWithResolvers<void>;
let held: PromiseWithResolvers<never>;
const hold = (): Promise<never> => {
  asked.resolve();
  return held.promise;
};

beforeEach(async () => {
  [asked, held] = [Promise.withResolvers(), Promise.withResolvers()];
  http = await startHttp(({ desk, crm }) => ({
    desk: { ...desk, parties: { ...desk.parties, lookup: hold, draft: hold } },
    crm: Object.assign(crm, { mail: { list: hold, send: hold, file: hold } }),
  }));
  headers = await createAgent(http, 'employee');
});
afterEach(() => http.close());

const lookUp = () => http.app.inject({ url: `/api/v1/directory?number=${NUMBER}`, headers });
/** Whoever asks is told after his patience that it takes long; the work goes on. */
async function late() {
  const waiting = lookUp();
  await asked.promise;
  http.timers.pass(PATIENCE_MS);
  const answer = await waiting;
  expect(answer.json()).toMatchObject({ code: 'timeout', detail: 'Fake takes long to answer.' });
  return answer.json<{ requestId: string }>();
}
const settled = () => new Promise((resolve) => setImmediate(resolve));
const lines = () =>
  http
    .logged()
    .trim()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as { msg: string; level: string | number; requestId?: string; route?: string },
    );

it('What comes too late is told to nobody: its address, with a number in it, is in no log', async () => {
  await late();
  held.resolve(undefined as never);
  await settled();
  expect(lines().map(({ msg }) => msg)).toEqual(['answered']);
  expect(http.logged()).not.toContain(NUMBER);
});

it('What comes at the very moment that the patience ends does not change what is being answered', async () => {
  const payload = { number: NUMBER };
  const waiting = http.app.inject({ method: 'POST', url: '/api/v1/directory/drafts', headers, payload });
  await asked.promise;
  http.timers.pass(PATIENCE_MS);
  held.resolve({} as never);
  const answer = await waiting;
  expect([answer.statusCode, answer.json()]).toMatchObject([504, { code: 'timeout' }]);
});

it.each([
  ['a host that fails', new RingbackError('unavailable', 'It is down.')],
  ['a bug of ours', new TypeError('x is not a function')],
])('What fails too late stands in the log once, by its request and route: %s', async (_, failure) => {
  const { requestId } = await late();
  held.reject(failure);
  await settled();
  const told = lines().filter(({ msg }) => msg !== 'answered');
  expect(told).toMatchObject([{ requestId, route: '/api/v1/directory', err: { message: failure.message } }]);
  expect(http.logged()).not.toContain(NUMBER);
});

it('Another system that gave up says so in its own words', async () => {
  const waiting = lookUp();
  await asked.promise;
  held.reject(new RingbackError('timeout', 'The directory did not answer.'));
  expect((await waiting).json()).toMatchObject({ code: 'timeout', detail: 'The directory did not answer.' });
});

it('A letter is waited for as long as its server takes', async () => {
  const input = { to: LETTER.to, subject: LETTER.subject, text: LETTER.text };
  const waiting = http.app.inject({ method: 'POST', url: '/api/v1/mail', headers, payload: input });
  await asked.promise;
  http.timers.pass(PATIENCE_MS);
  await settled();
  held.resolve(LETTER as never);
  const answer = await waiting;
  expect([answer.statusCode, answer.json()]).toMatchObject([201, { id: LETTER.id }]);
});

it('A file of a letter is waited for too', async () => {
  const link = await http.app.inject({ method: 'POST', url: '/api/v1/mail/7/files/0/link', headers });
  const { pathname, search } = new URL(link.json<{ url: string }>().url);
  const waiting = http.app.inject({ url: pathname + search });
  await asked.promise;
  http.timers.pass(PATIENCE_MS);
  await settled();
  held.resolve({ name: 'offer.pdf', content: new Uint8Array([1]) } as never);
  const answer = await waiting;
  expect([answer.statusCode, answer.rawPayload.length]).toEqual([200, 1]);
});

it('The list of letters, behind which a host may stand, is not', async () => {
  const waiting = http.app.inject({ url: '/api/v1/mail', headers });
  await asked.promise;
  http.timers.pass(PATIENCE_MS);
  expect((await waiting).statusCode).toBe(504);
});
