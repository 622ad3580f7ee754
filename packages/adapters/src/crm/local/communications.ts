/** The history of parties in Ringback's own store: logged calls and notes. */
import { Communication, type TimelineInput, type TimelinePatch } from '@ringback/model';
import * as z from 'zod/mini';
import type { CallLogEntry, CommunicationsGroup, RecordRef, WriteOptions } from '../contract.ts';
import { AdapterError } from '../../error.ts';
import { callText } from '../kit/call-text.ts';
import { mergeText } from '../merge-text.ts';
import { type LocalOptions, once, person } from './base.ts';
import { createRecordsOf, given } from './records.ts';

/** As it is kept: the entry itself, and what we wrote into it last. */
const Kept = z.extend(Communication, {
  ours: z.string(),
  version: z.number(),
  dealIds: z.array(z.string()),
  /** Written by hand. */
  byHand: z.optional(z.boolean()),
});
type Kept = z.infer<typeof Kept>;

export function createCommunications<Tx>(
  options: LocalOptions<Tx>,
): Required<Omit<CommunicationsGroup, 'announce'>> {
  const { store, now, newId } = options;
  const told = (tx: Tx, entry: Kept) =>
    store.events.append(tx, { type: 'timeline.changed', data: { entry: shown(entry) }, audience: null });
  const entries = createRecordsOf<Tx, Kept>(options, {
    kind: 'communication',
    parse: (data) => Kept.parse(data),
    fields: ['kind', 'direction', 'title', 'text', 'partyId', 'dealId'],
    created: told,
    updated: told,
    toRecord: ({ at, callId, partyId, dealId, leadId, kind, title = '', text }) => ({
      ...given({ lookup: callId ?? leadId, partyId, dealId }),
      open: false,
      area: kind,
      words: `${title} ${text}`,
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
      text: mergeText({ current: before?.text ?? '', before: before?.ours ?? '', next: callText(call) }),
      ours: callText(call),
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

  async function create({ at = now().toISOString(), ...input }: TimelineInput, write: WriteOptions) {
    const { responsible: author } = await person(options, write.actor);
    const entry = await entries.create(write, async () => ({
      ...{ system: 'local', id: newId(), at, author: author?.name ?? write.actor },
      ...(given(input) as Pick<Kept, 'kind' | 'text'>),
      ...{ ours: '', version: 1, dealIds: [], byHand: true },
    }));
    return shown(entry);
  }

  async function change(id: string, patch: TimelinePatch, write: WriteOptions) {
    const entry = await entries.update(id, write, async (old) => {
      if (old.byHand) return { ...old, ...given(patch), version: old.version + 1 } as Kept;
      throw new AdapterError('local', 'invalid', 'This entry was not written by hand.', {
        hint: 'Write another beside it.',
      });
    });
    return shown(entry);
  }

  return {
    create,
    change,
    logCall: write,
    updateCall: write,
    comment,
    async list(query) {
      const { leadId, ...rest } = query;
      const { items, next } = await entries.list({
        ...rest,
        ...given({ lookup: leadId }),
        newestFirst: true,
      });
      return { items: items.map(shown), ...(next === undefined ? {} : { next }) };
    },
  };
}

function shown({
  ours: _ours,
  version: _version,
  dealIds: _deals,
  byHand: _byHand,
  ...entry
}: Kept): Communication {
  return entry;
}
