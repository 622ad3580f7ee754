/** What a host tells of itself: the record is read again, and everybody who shows it hears of it. */
import type { AdapterLog, CrmGroup, HostChange } from '@ringback/adapters';
import type { EventData, EventType } from '@ringback/model';
import type { Store } from '../store/contract.ts';
import type { CrmClient } from './client.ts';
import type { HostRequests } from './host-requests.ts';
import { hides } from './shown.ts';

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
      else if (change.recordId !== undefined) await tellOfRecord(store, client, change);
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

type Fact = { [T in EventType]: { type: T; data: EventData<T> } }[EventType];

/** As it is now: whether it was changed or removed is what the host says when it is asked, and not the order of what it has told. */
async function factOf(client: CrmClient, { type, recordId: id = '' }: HostChange): Promise<Fact | undefined> {
  const later = { background: true };
  const gone = (kind: EventData<'record.removed'>['kind']): Fact => ({
    ...{ type: 'record.removed', data: { system: client.manifest.id, kind, id } },
  });
  switch (type.split('.')[0]) {
    case 'party': {
      const party = await client.parties?.get(id, later);
      return party ? { type: 'party.updated', data: { party } } : gone('party');
    }
    case 'deal': {
      const deal = await client.deals?.get(id, later);
      return deal ? { type: 'deal.updated', data: { deal } } : gone('deal');
    }
    case 'lead': {
      const lead = await client.leads?.get(id, later);
      return lead ? { type: 'lead.updated', data: { lead } } : gone('lead');
    }
    case 'task': {
      const task = await client.tasks?.get(id, later);
      return task ? { type: 'task.updated', data: { task } } : gone('task');
    }
    default:
      return undefined;
  }
}

async function tellOfRecord(store: Store, client: CrmClient, change: HostChange): Promise<void> {
  const [kind = ''] = change.type.split('.');
  // Customers matter to whoever calls next; of the rest only what somebody may have before him is worth a request.
  if (kind !== 'party' && !client.shows(kind, change.recordId ?? '')) return;
  const fact = await factOf(client, change);
  if (!fact) return;
  const isGone = fact.type === 'record.removed';
  if (isGone && !change.type.endsWith('.removed') && groupsOf(change).some((group) => hides(client, group)))
    return;
  await store.transaction(async (tx) => {
    if (await store.idempotency.recall(tx, `${client.manifest.id}:${change.id}`, ACTOR)) return;
    await store.events.append(tx, { ...fact, audience: null });
  });
  if (isGone) client.drop(kind, fact.data.id);
}
