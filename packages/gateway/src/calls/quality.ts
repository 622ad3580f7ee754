/** Phones tell how a call sounds. What they told is put together when the call ends, and again when somebody tells afterwards. */
import { type Agent, type QualityReport, RingbackError, wholeQuality } from '@ringback/model';
import type { Store } from '../store/contract.ts';
import { noSuchCall } from './changes.ts';
import { Draft } from './draft.ts';
import type { Engine } from './engine.ts';
import { persist } from './persist.ts';

export interface QualityOptions {
  engine: Engine;
  store: Store;
  now: () => Date;
}

/** More pages than this have no part in one call. */
const MOST_PARTS = 200;

export function createQualityDesk({ engine, store, now }: QualityOptions) {
  async function note(agent: Agent, callId: string, report: QualityReport): Promise<void> {
    const facts = await engine.load(callId);
    // Only those who have heard the call can say how it sounded.
    if (!facts?.row.audience.includes(agent.id)) throw noSuchCall(callId);
    const row = { callId, agentId: agent.id, ...report };
    const others = (await store.quality.ofCall(callId)).filter(
      ({ agentId, part }) => agentId !== agent.id || part !== report.part,
    );
    if (others.length >= MOST_PARTS)
      throw new RingbackError('conflict', 'Too many pages have told of this call.', {
        hint: 'Send what belongs to one page as one part.',
      });
    const draft = new Draft(facts, now());
    const before = draft.call.quality;
    const quality = wholeQuality([...others, row]);
    const tells = draft.ended && JSON.stringify(before) !== JSON.stringify(quality);
    if (tells) draft.change({ quality });
    const matches = tells ? await engine.matchesOf(draft.call) : [];
    await store.transaction(async (tx) => {
      await store.quality.put(tx, row);
      if (!tells) return;
      await persist(store, tx, draft, matches);
      const entry = { actor: agent.id, entity: 'call', entityId: callId, field: 'quality' };
      await store.audit.append(tx, { ...entry, old: before ?? null, new: quality ?? null });
    });
  }

  return (agent: Agent, callId: string, report: QualityReport): Promise<void> =>
    engine.lanes.run(callId, () => note(agent, callId, report));
}
