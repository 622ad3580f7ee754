/** No event tells anybody what he is refused when he asks for it. */
import { EVENT_TYPES, type Role, ROLES } from '@ringback/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredEvent } from '../store/contract.ts';
import { maySee } from './event-stream.ts';
import { type SignedIn, signInRoles, startHttp, type TestHttp } from './http.fixtures.ts';

/** Where the same is read, by what it is. */
const READ_AT: Record<string, string> = {
  ...{ party: '/parties/x', deal: '/deals/x', lead: '/leads/x', task: '/tasks/x', process: '/processes/x' },
  ...{ timeline: '/timeline?partyId=x', callback: '/timeline?partyId=x', letter: '/mail' },
};
/** Told to whom they concern, by the list that stands in them; or meant for everybody. */
const TOLD_BY_AUDIENCE = 'call dial missed agent access me notice campaign alarm address settings'.split(' ');
const REMOVABLE = ['party', 'deal', 'lead', 'task'];

let http: TestHttp;
let signedIn: Record<Role, SignedIn>;
beforeAll(async () => {
  http = await startHttp();
  signedIn = await signInRoles(http);
});
afterAll(() => http.close());

const what = EVENT_TYPES.flatMap<{ name: string; type: string; kind: string }>((type) =>
  type === 'record.removed'
    ? REMOVABLE.map((kind) => ({ name: `${type} of a ${kind}`, type, kind }))
    : [{ name: type, type, kind: type.split('.')[0]! }],
);

it('Each event is either read somewhere, or has its audience', () => {
  const known = [...Object.keys(READ_AT), ...TOLD_BY_AUDIENCE];
  expect(what.filter(({ kind }) => !known.includes(kind))).toEqual([]);
});

describe.each(ROLES)('%s', (role) => {
  it.each(what.filter(({ kind }) => kind in READ_AT))(
    `${role} hears $name if he may read it`,
    async ({ type, kind }) => {
      const agent = (await http.store.agents.get(role))!;
      const answer = await http.app.inject({ url: `/api/v1${READ_AT[kind]}`, headers: signedIn[role] });
      const event = { id: 1, type, time: '', v: 1, data: { kind } };
      const heard = maySee(agent, { event, audience: null } as unknown as StoredEvent);
      expect(heard).toBe(answer.statusCode !== 403);
    },
  );
});
