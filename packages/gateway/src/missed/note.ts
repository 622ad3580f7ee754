/** What a call's step means for the missed calls: written in the transaction of that step. */
import type { Call, MissedCall, MissedHow } from '@ringback/model';
import { isHidden } from '../routing/plan.ts';
import type { Store, Tx } from '../store/contract.ts';

type Noted = Pick<Store, 'missed' | 'events' | 'calls'>;

export async function noteMissed(
  store: Noted,
  tx: Tx,
  { call, audience }: { call: Call; audience: readonly string[] },
): Promise<void> {
  if (call.direction === 'internal') return;
  if (call.connectedAt !== undefined) return settle(store, tx, { call, audience });
  // A visitor's browser cannot be called back; who pressed 1 in a queue is, without anybody's doing, or is told as owed.
  if (call.callback && call.direction === 'in') return;
  if (call.state === 'ended' && call.direction === 'in') await add(store, tx, { call, audience });
}

/** We were to call, and did not: theirs to be done as a call that was missed. */
export const noteOwed = add;

interface Step {
  call: Call;
  audience: readonly string[];
}

async function add(store: Noted, tx: Tx, { call, audience }: Step): Promise<void> {
  const before = isHidden(call.number) ? undefined : await store.missed.pendingOf(call.number, tx);
  const at = call.endedAt ?? call.startedAt;
  const last = {
    callId: call.id,
    ...(call.line === undefined ? {} : { line: call.line }),
    ...(call.party ? { party: call.party } : {}),
    ...(call.claimedName === undefined ? {} : { claimedName: call.claimedName }),
    how: howMissed(call),
    waitedSeconds: Math.round((Date.parse(at) - Date.parse(call.startedAt)) / 1000),
    lastAt: at,
  };
  const missed: MissedCall = before
    ? { ...before, ...last, times: before.times + 1, version: before.version + 1 }
    : { id: call.id, state: 'open', number: call.number, ...last, times: 1, firstAt: at, version: 1 };
  await (before ? store.missed.update(tx, missed) : store.missed.insert(tx, missed));
  await store.events.append(tx, { type: 'missed.changed', data: { missed }, audience });
}

function howMissed({ endReason, abandoned }: Call): MissedHow {
  if (abandoned) return 'abandoned';
  return endReason === 'busy' ? 'busy' : 'unanswered';
}

/** They have talked, whoever called whom. */
async function settle(store: Noted, tx: Tx, { call, audience }: Step): Promise<void> {
  if (isHidden(call.number)) return;
  const before = await store.missed.pendingOf(call.number, tx);
  if (!before) return;
  const { claimedUntil: _, ...rest } = before;
  const missed: MissedCall = {
    ...rest,
    state: 'called-back',
    resolvedAt: call.connectedAt as string,
    resolvedByCall: call.id,
    ...(call.agent ? { resolvedBy: call.agent } : {}),
    version: before.version + 1,
  };
  await store.missed.update(tx, missed);
  // Whoever was rung at has it on his list, also when a colleague has called back.
  const rung = (await store.calls.get(before.callId, tx))?.audience ?? [];
  await store.events.append(tx, {
    type: 'missed.changed',
    data: { missed },
    audience: [...new Set([...rung, ...audience])],
  });
}
