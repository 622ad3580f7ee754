/** The history of parties in Ringback's own store: logged calls and notes. */
import { Communication } from '@ringback/model';
import * as z from 'zod/mini';
import type { CallLogEntry, CommunicationsGroup, RecordRef, WriteOptions } from '../contract.ts';
import { mergeText } from '../merge-text.ts';
import { type LocalOptions, once } from './base.ts';
import { createRecordsOf, given } from './records.ts';

/** As it is kept: the entry itself, and what we wrote into it last. */
const Kept = z.extend(Communication, {
  ours: z.string(),
  version: z.number(),
  dealIds: z.array(z.string()),
});
type Kept = z.infer<typeof Kept>;

export function createCommunications<Tx>(
  options: LocalOptions<Tx>,
): Required<Omit<CommunicationsGroup, 'announce'>> {
  const { store, now, newId } = options;
  const entries = createRecordsOf<Tx, Kept>(options, {
    kind: 'communication',
    parse: (data) => Kept.parse(data),
    fields: ['text', 'partyId', 'dealId'],
    toRecord: ({ at, callId, partyId, dealId }) => ({
      ...given({ lookup: callId, partyId, dealId }),
      open: false,
      position: at,
    }),
  });

  function logged(entry: CallLogEntry, before: Kept | undefined): Kept {
    const { call, partyId, dealIds = [], agent, recording } = entry;
    const [dealId] = dealIds;
    return {
      ...(before ?? { system: 'local', id: newId(), kind: 'call' }),
      ...given({ partyId, dealId, author: agent?.name ?? call.agent?.name, recordingUrl: recording?.url }),
      at: call.startedAt,
      direction: call.direction,
      durationSeconds: call.durationSeconds,
      callId: call.id,
      text: mergeText({ current: before?.text ?? '', before: before?.ours ?? '', next: call.comment }),
      ours: call.comment,
      version: call.version,
      dealIds: [...dealIds],
    };
  }

  /** Once per call, whatever the key: the call's own id is the key. */
  function write(entry: CallLogEntry): Promise<void> {
    return store.transaction(async (tx) => {
      const [row] = await store.records.byLookup('communication', entry.call.id, tx);
      const before = row && Kept.parse(row.data);
      if (before && before.version > entry.call.version) return;
      await entries.put(tx, logged(entry, before));
    }, 'full');
  }

  async function comment(on: RecordRef, text: string, write: WriteOptions): Promise<void> {
    const at = now().toISOString();
    await once(store, {
      what: `comment:${on.kind}:${on.id}`,
      options: write,
      parse: () => undefined,
      async work(tx) {
        const place = given({
          partyId: on.kind === 'party' ? on.id : undefined,
          dealId: on.kind === 'deal' ? on.id : undefined,
        });
        const note = { system: 'local', id: newId(), kind: 'note' as const, at, text, author: write.actor };
        await entries.put(tx, { ...note, ...place, ours: text, version: 1, dealIds: [] });
        return undefined;
      },
    });
  }

  return {
    logCall: write,
    updateCall: write,
    comment,
    async list(query) {
      const { items, next } = await entries.list({ ...query, newestFirst: true });
      const shown = items.map(({ ours: _ours, version: _version, dealIds: _deals, ...entry }) => entry);
      return { items: shown, ...(next === undefined ? {} : { next }) };
    },
  };
}
