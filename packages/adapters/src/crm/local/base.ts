/** What every group of the local system stands on. */
import type { LeadStatus, Pipeline, Visit } from '@ringback/model';
import type { WriteOptions } from '../contract.ts';
import type { MailTransport } from './mail.ts';
import type { LocalStore } from './store.ts';

export interface LocalOptions<Tx> {
  store: LocalStore<Tx>;
  now: () => Date;
  newId: () => string;
  /** ISO 3166 alpha-2: how a number without a country code is read. */
  country: () => string;
  /** Where a new deal can go; one of sales when absent. */
  pipelines?: () => readonly Pipeline[];
  leadStatuses?: () => readonly LeadStatus[];
  partyKinds?: () => readonly string[];
  /** What callers from these numbers have looked at on the firm's own pages, and put into their carts. */
  seenBy?: (numbers: readonly string[]) => Promise<SeenGoods | undefined>;
  /** `undefined`, or absent = no mail server is set up. Asked each time: it may be set up meanwhile. */
  mail?: () => MailTransport | undefined;
  /** Where a host keeps the customers: letters are theirs by their address. Absent, or answers nothing = they are our own. */
  hosted?: HostedParties;
  /** Page of a record with `{kind}` and `{id}` in it; absent = records have no page. */
  recordPage?: string;
}

/** A host that does not answer knows nobody at this moment. */
export interface HostedParties {
  /** Who alone has the address there. */
  ownerOf(address: string): Promise<string | undefined>;
  emailOf(partyId: string): Promise<string | undefined>;
}

/** As the pages declare it; `seenAt`: when the visitor was last there. */
export type SeenGoods = Pick<Visit, 'viewed' | 'cart'> & { seenAt: string };

export interface Once<Tx, T> {
  /** What is done, in words of ours: `party.create`. */
  what: string;
  options: WriteOptions;
  /** Reads back what was answered before. */
  parse(answer: unknown): T;
  work(tx: Tx): Promise<T>;
}

/** The same key is the same write, and a write is on the disk when it is acknowledged. */
export function once<Tx, T>(store: LocalStore<Tx>, { what, options, parse, work }: Once<Tx, T>): Promise<T> {
  const { actor, idempotencyKey } = options;
  const key = `${what}:${idempotencyKey}`;
  return store.transaction(async (tx) => {
    const before = await store.idempotency.recall(tx, key, actor);
    if (before) return parse(before.answer);
    const result = await work(tx);
    await store.idempotency.remember(tx, key, actor, result);
    return result;
  }, 'full');
}

/** Writes an audit row for each of the fields that is not what it was. Answers the names of those. */
export async function auditChanges<Tx, T extends object>(
  store: LocalStore<Tx>,
  tx: Tx,
  change: {
    actor: string;
    entity: string;
    id: string;
    old: T | undefined;
    next: T;
    fields: readonly (keyof T & string)[];
  },
): Promise<string[]> {
  const { actor, entity, id, old, next } = change;
  const fields = change.fields.filter(
    (field) => JSON.stringify(old?.[field]) !== JSON.stringify(next[field]),
  );
  for (const field of fields) {
    const entry = { actor, entity, entityId: id, field, old: old?.[field] ?? null, new: next[field] ?? null };
    await store.audit.append(tx, entry);
  }
  return fields;
}

/** Who is to look after it, by name where he is an agent of ours. */
export async function person<Tx>(
  { store }: LocalOptions<Tx>,
  id: string | undefined,
): Promise<{ responsible?: { id: string; name?: string } }> {
  if (id === undefined) return {};
  const name = (await store.agents.list()).find((agent) => agent.id === id)?.name;
  return { responsible: { id, ...(name === undefined ? {} : { name }) } };
}
