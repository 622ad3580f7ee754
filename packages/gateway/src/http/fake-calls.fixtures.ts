/** Call control that remembers what it was asked for. */
import { Readable } from 'node:stream';
import { type Agent, type CallbackStatus, RingbackError, type Settings } from '@ringback/model';
import { maySee } from '../calls/changes.ts';
import type { CallControl } from '../calls/contract.ts';
import type { Store } from '../store/index.ts';
import { aCall, aParty, AT } from '../store/store.fixtures.ts';

export interface FakeCalls extends CallControl {
  pbxUp: boolean;
  readonly asked: { name: string; args: unknown[] }[];
}

export function fakeCalls(store: Store, rules: () => Settings): FakeCalls {
  const asked: FakeCalls['asked'] = [];
  const note = (name: string, ...args: unknown[]) => void asked.push({ name, args });
  const status = (id: string): CallbackStatus => ({
    id,
    token: 'cb-token',
    state: 'requested',
    promisedUntil: AT,
    now: AT,
  });
  const find = async (agent: Agent, id: string) => {
    const row = await store.calls.get(id);
    if (!row || !maySee(agent, row, rules())) throw new RingbackError('not-found', 'There is no such call.');
    return { call: row.call, matches: [] };
  };
  return {
    asked,
    pbxUp: true,
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    whoIsThere: () => Promise.resolve({ online: new Set(['101', '102']), busy: new Set(['andriy']) }),
    ring: (agent, number) => {
      note('ring', agent.id, number);
      return Promise.resolve({ call: aCall('c1', { number }), matches: [], target: number, placed: true });
    },
    dial: (agent, number) => {
      note('dial', agent.id, number);
      const call = aCall('c9', { direction: 'out', state: 'connecting', number });
      return Promise.resolve({ call, matches: [], target: number });
    },
    switchboard: {
      async transfer(agent, callId, target) {
        note('transfer', agent.id, callId, target);
        return (await find(agent, callId)).call;
      },
      consult(agent, callId, target) {
        note('consult', agent.id, callId, target);
        const call = aCall('c9', { direction: 'internal', state: 'connecting', number: target });
        return Promise.resolve({ call: { ...call, consultationOf: callId }, matches: [], target });
      },
      async completeTransfer(agent, callId) {
        note('completeTransfer', agent.id, callId);
        return (await find(agent, callId)).call;
      },
      async cancelTransfer(agent, callId) {
        note('cancelTransfer', agent.id, callId);
        return (await find(agent, callId)).call;
      },
      async invite(agent, callId, target) {
        note('invite', agent.id, callId, target);
        return (await find(agent, callId)).call;
      },
      async mute(agent, callId, participantId, muted) {
        note('mute', agent.id, callId, participantId, muted);
        return (await find(agent, callId)).call;
      },
      async kick(agent, callId, participantId) {
        note('kick', agent.id, callId, participantId);
        return (await find(agent, callId)).call;
      },
      async merge(agent, callId, withId) {
        note('merge', agent.id, callId, withId);
        return (await find(agent, callId)).call;
      },
    },
    recordings: {
      async set(agent, callId, state) {
        note('record', agent.id, callId, state);
        return (await find(agent, callId)).call;
      },
      link(agent, id) {
        note('link', agent.id, id);
        return Promise.resolve({ expires: Date.parse(AT) / 1000, signature: 'signed' });
      },
      open(id, signed) {
        note('open', id, signed);
        const audio = Buffer.from('0123456789');
        return Promise.resolve({
          bytes: audio.length,
          format: 'wav',
          fileName: '20261201-092547.wav',
          read: ({ start, end }) => Readable.from([audio.subarray(start, end + 1)]),
        });
      },
      remove: (agent, id) => Promise.resolve(note('removeRecording', agent.id, id)),
      peaks: () => Promise.resolve([0, 1, 0.5]),
    },
    liveCalls: async (agentId) =>
      (await store.calls.live())
        .filter((row) => row.audience.includes(agentId))
        .map(({ call }) => ({ call, matches: [] })),
    get: find,
    async update(agent, callId, patch, key) {
      note('update', agent.id, callId, patch, key);
      const { call } = await find(agent, callId);
      return { ...call, comment: patch.comment ?? call.comment };
    },
    async reassign({ fromId, to, actor, only }) {
      note('reassign', { fromId, toId: to.id, actor, only });
      return (await store.calls.live()).flatMap(({ call }) => (call.party?.id === fromId ? [call.id] : []));
    },
    async noteQuality(agent, callId, report) {
      note('noteQuality', agent.id, callId, report);
      await find(agent, callId);
    },
    match: (number) => {
      note('match', number);
      return Promise.resolve([{ party: aParty('p1'), score: 1, why: 'phone' }]);
    },
    dryRun: (input) => {
      note('dryRun', input);
      return Promise.resolve({ decisions: [] });
    },
    callbackOffer: (site, asked) => {
      note('callbackOffer', site.key, asked);
      return Promise.resolve({ now: AT, spans: [], example: '+380 50 123 4567' });
    },
    requestCallback: (site, input, asker) => {
      note('requestCallback', site.key, input, asker);
      return Promise.resolve(status('cb1'));
    },
    callbackStatus: (id, token) => {
      note('callbackStatus', id, token);
      return token === 'cb-token'
        ? Promise.resolve(status(id))
        : Promise.reject(new RingbackError('not-found', 'There is no such callback.'));
    },
    cancelCallback: (id) => Promise.resolve({ ...status(id), state: 'cancelled' }),
    moveCallback: (_site, id, { when }) => {
      note('moveCallback', id, when);
      return Promise.resolve({ ...status(id), state: 'scheduled' });
    },
    rateCallback: (id, _token, rating) => {
      note('rateCallback', id, rating);
      return Promise.resolve({ ...status(id), state: 'completed', rated: true });
    },
    disownCallback: (agent, id) => {
      note('disownCallback', agent.id, id);
      return Promise.resolve('+380501112233');
    },
    forgetVisit: (visitId) => {
      note('forgetVisit', visitId);
      return Promise.resolve();
    },
  };
}
