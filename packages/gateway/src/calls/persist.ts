/** Writes a decision: rows and the events that tell of them, in one transaction. */
import type { Callback, PartyMatch } from '@ringback/model';
import { noteMissed } from '../missed/note.ts';
import type { NewEvent, Store, Tx } from '../store/contract.ts';
import type { CallbackEventType, Draft, Write } from './draft.ts';

type Written = Pick<Store, 'calls' | 'legs' | 'missed' | 'routes' | 'callbacks' | 'events' | 'recordings'>;

export async function persist(
  store: Written,
  tx: Tx,
  draft: Draft,
  matches: readonly PartyMatch[],
): Promise<void> {
  for (const write of draft.writes) await writeOne(store, tx, write, { draft, matches });
}

async function writeOne(
  store: Written,
  tx: Tx,
  write: Write,
  { draft, matches }: { draft: Draft; matches: readonly PartyMatch[] },
): Promise<void> {
  switch (write.write) {
    case 'call': {
      await (write.fresh ? store.calls.insert(tx, write.row) : store.calls.update(tx, write.row));
      if (!write.event) return;
      const data = { call: write.row.call, matches: [...matches] };
      await store.events.append(tx, { type: write.event, data, audience: write.row.audience } as NewEvent);
      if (write.event === 'call.connected' || write.event === 'call.ended')
        await noteMissed(store, tx, write.row);
      return;
    }
    case 'leg':
      return write.fresh ? store.legs.insert(tx, write.leg) : store.legs.update(tx, write.leg);
    case 'recording':
      return store.recordings.put(tx, write.recording);
    case 'leg-renamed':
      return store.legs.rename(tx, write.legId, write.byLegId);
    case 'route':
      return store.routes.put(tx, write.row);
    case 'turn':
      return store.routes.setTurn(tx, write.group, write.agentId);
    case 'callback':
      await (write.fresh ? store.callbacks.insert(tx, write.row) : store.callbacks.update(tx, write.row));
      for (const type of write.events)
        await tellCallback(store, tx, { type, callback: write.row.callback, draft });
  }
}

async function tellCallback(
  store: Written,
  tx: Tx,
  { type, callback, draft }: { type: CallbackEventType; callback: Callback; draft: Draft },
): Promise<void> {
  await store.events.append(tx, { type, data: { callback }, audience: draft.audience } as NewEvent);
}
