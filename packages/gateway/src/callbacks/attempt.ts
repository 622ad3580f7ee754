/** One attempt of a callback: a call of its own in the log, that rings the agents first. */
import type { Agent, Call, Callback, Settings } from '@ringback/model';
import type { AdapterLog } from '@ringback/adapters';
import { Draft } from '../calls/draft.ts';
import { type Engine, onlyParty } from '../calls/engine.ts';
import type { Matcher } from '../crm/matcher.ts';
import type { CallbackRow } from '../store/contract.ts';
import { ringForCallback } from './decide.ts';

export interface AttemptOptions {
  engine: Engine;
  matcher: Matcher;
  freeFor: (callback: Callback) => Promise<readonly Agent[]>;
  /** Everybody whose it is, there or not. */
  groupFor: (callback: Callback) => Promise<readonly Agent[]>;
  settings: () => Settings;
  watchPromise: (callback: Callback) => void;
  /** How an attempt that is stored rings, where the PBX leads its calls itself. In the lane of the call, or behind the barrier. */
  ring?: ((callId: string) => Promise<void>) | undefined;
  now: () => Date;
  newId: () => string;
  log: AdapterLog;
}

export interface Attempts {
  /** Stores the attempt with its call, then rings. `fresh`: the callback is not in the store yet. In the number's lane. */
  begin(row: CallbackRow, options?: { fresh: boolean }): Promise<CallbackRow>;
  /** Nobody came in all the time: it has failed, and stands in the log as a call. In the number's lane. */
  giveUp(row: CallbackRow): Promise<void>;
  /** Rings for an attempt that is stored. In the lane of the call, or behind the barrier. */
  ring(callId: string): Promise<void>;
}

export function createAttempts(options: AttemptOptions): Attempts {
  const { engine, matcher, freeFor, groupFor, settings, watchPromise, now, newId, log } = options;

  async function ringPhones(callId: string): Promise<void> {
    const facts = await engine.load(callId);
    if (!facts?.callback) return;
    const [match] = await engine.matchesOf(facts.row.call);
    await engine.decideNow(callId, (draft, circumstances) => {
      ringForCallback(draft, match?.party.name, circumstances);
    });
  }

  const ring = options.ring ?? ringPhones;

  return {
    ring,
    async giveUp({ callback: before, token }) {
      const found = await matcher.inTime(before.number);
      const [at, callback] = [now(), { ...before, callId: newId() }];
      const call = newCall(callback, { at, line: settings().line, party: onlyParty(found.matches) });
      const audience = (await groupFor(callback)).map((agent) => agent.id);
      const callRow = { call, audience, bridgeId: call.id };
      const draft = Draft.create(callRow, {
        now: at,
        tell: false,
        callback: { callback, token },
        again: true,
      });
      draft.end('missed', { far: 'cancelled', agent: 'cancelled' });
      const kept = callback.kept === undefined ? { kept: false } : {};
      draft.moveCallback({ state: 'failed', failure: 'no-agent', ...kept });
      await engine.commit(draft);
    },
    async begin({ callback: before, token }, { fresh } = { fresh: false }) {
      const found = await matcher.inTime(before.number);
      const at = now();
      const { failure: _failed, dueAt: _due, dueBecause: _why, ...kept } = before;
      const callback = {
        ...kept,
        state: 'requested' as const,
        callId: newId(),
        attempts: before.attempts + 1,
      };
      const row = { callback, token };
      const call = newCall(callback, { at, line: settings().line, party: onlyParty(found.matches) });
      const audience = (await freeFor(callback)).map((agent) => agent.id);
      engine.remember(call.id, found);
      const callRow = { call, audience, bridgeId: call.id };
      await engine.commit(Draft.create(callRow, { now: at, tell: false, callback: row, again: !fresh }));
      if (callback.kept === undefined && !callback.campaign) watchPromise(callback);
      if (callback.by === 'browser') return row;
      engine.lanes
        .run(call.id, () => ring(call.id))
        .catch((error: unknown) =>
          log.error({ err: error, callId: call.id }, 'a callback could not be begun'),
        );
      return row;
    },
  };
}

function newCall(
  callback: Callback & { callId: string },
  { at, line, party }: { at: Date; line: string; party: Call['party'] },
): Call {
  const { name, page, source, campaign } = callback;
  return {
    id: callback.callId,
    direction: callback.by === 'browser' ? 'in' : 'out',
    state: 'connecting',
    number: callback.number,
    ...(name === undefined ? {} : { claimedName: name }),
    line,
    ...(party ? { party } : {}),
    callback: { id: callback.id, ...(page === undefined ? {} : { page }), ...(campaign ? { campaign } : {}) },
    ...(source === undefined ? {} : { source }),
    startedAt: at.toISOString(),
    durationSeconds: 0,
    comment: '',
    version: 1,
  };
}
