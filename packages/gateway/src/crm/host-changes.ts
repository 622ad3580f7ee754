/** What a host tells of itself: the record is read again, and everybody who shows it hears of it. */
import type { AdapterLog, CrmGroup, HostChange } from '@ringback/adapters';
import type { Store } from '../store/contract.ts';
import type { CrmClient } from './client.ts';
import type { HostRequests } from './host-requests.ts';

const ACTOR = 'host';

export interface HostChangesOptions {
  store: Store;
  requests: Pick<HostRequests, 'take'>;
  log: AdapterLog;
}

/** A change that was told before is not told again. */
export async function takeHostChanges(
  { store, requests, log }: HostChangesOptions,
  client: CrmClient,
  changes: readonly HostChange[],
): Promise<void> {
  for (const change of changes) {
    for (const group of groupsOf(change)) client.forget(group);
    try {
      if (change.request) await requests.take(client, change);
      if (change.type === 'party.changed' && change.recordId !== undefined)
        await tellOfParty(store, client, change);
    } catch (error) {
      // Of a record the cache is empty already: the next look-up reads it fresh.
      log.warn(
        { err: error, system: client.manifest.id, change: change.type },
        change.request ? 'what a host asks for cannot be had' : 'a changed record could not be read',
      );
    }
  }
}

function groupsOf({ type }: HostChange): readonly CrmGroup[] {
  const [kind = ''] = type.split('.');
  const groups: Record<string, readonly CrmGroup[]> = {
    party: ['parties'],
    deal: ['deals'],
    lead: ['leads'],
    task: ['tasks'],
    order: ['shop'],
    communication: ['communications', 'mail'],
  };
  return groups[kind] ?? [];
}

async function tellOfParty(
  store: Store,
  client: CrmClient,
  { id, recordId = '' }: HostChange,
): Promise<void> {
  const party = await client.parties?.get(recordId);
  if (!party) return;
  await store.transaction(async (tx) => {
    if (await store.idempotency.recall(tx, `${client.manifest.id}:${id}`, ACTOR)) return;
    await store.events.append(tx, { type: 'party.updated', data: { party }, audience: null });
  });
}
