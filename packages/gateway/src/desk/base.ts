/** What everything about customers stands on: the systems of record, the store, and who is asking. */
import type { Crm, CrmGroup, WriteOptions } from '@ringback/adapters';
import {
  type Agent,
  type Entity,
  type Form,
  missingFields,
  type Page,
  type RequiredRule,
  RingbackError,
  type Settings,
} from '@ringback/model';
import type { CrmHub } from '../crm/hub.ts';
import type { Store } from '../store/contract.ts';

export interface DeskDeps {
  store: Store;
  crm: Crm;
  hub: Pick<CrmHub, 'recordOf' | 'system'>;
  settings: () => Settings;
  now: () => Date;
  newId: () => string;
}

/** Who does it, and the key by which the same write is one write. */
export interface Doing {
  agent: Agent;
  key: string;
}

export const writeOptions = ({ agent, key }: Doing): WriteOptions => ({
  actor: agent.id,
  idempotencyKey: key,
});

/** The group of its system of record. */
export function groupOf<G extends CrmGroup>({ crm }: Pick<DeskDeps, 'crm'>, name: G): NonNullable<Crm[G]> {
  const group = crm[name];
  if (group) return group as NonNullable<Crm[G]>;
  throw new RingbackError('unsupported', `${crm.manifest.name} keeps no ${name}.`);
}

/** The method, or a refusal in words. */
export function able<T>(method: T | undefined, what: string): T {
  if (method !== undefined) return method;
  throw new RingbackError('unsupported', `The system of record does not let ${what}.`);
}

export function found<T>(record: T | undefined, what: string): T {
  if (record !== undefined) return record;
  throw new RingbackError('not-found', `There is no such ${what}.`, { hint: 'It may have been removed.' });
}

const MOST_PAGES = 10;

/** Picks from a host's own list, which knows fewer filters: page after page until there is something to show. */
export async function pick<T>(
  read: (page: { cursor?: string; limit?: number }) => Promise<Page<T>>,
  fits: (one: T) => boolean,
  { cursor, limit }: { cursor?: string; limit?: number },
): Promise<Page<T>> {
  let place = cursor;
  for (let pages = 1; ; pages += 1) {
    const page = await read({
      ...(place === undefined ? {} : { cursor: place }),
      ...(limit === undefined ? {} : { limit }),
    });
    const items = page.items.filter(fits);
    place = page.next;
    if (items.length > 0 || place === undefined || pages === MOST_PAGES)
      return { items, ...(place === undefined ? {} : { next: place }) };
  }
}

/** Letters' case does not matter, in any alphabet; each word must be in one of the texts. */
export function says(words: string | undefined, ...texts: (string | undefined)[]): boolean {
  const all = texts.join(' ').toLowerCase();
  return (words ?? '')
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** Refuses by the firm's rules, whoever fills the form in. */
export function requireFields(
  rules: readonly RequiredRule[],
  record: Readonly<Record<string, unknown>>,
  about: { entity: Entity; form: Form; stages?: readonly string[] },
): void {
  const missing = missingFields(rules, record, about);
  if (missing.length === 0) return;
  throw new RingbackError('invalid', 'Something is missing that must be filled in.', {
    hint: 'Which fields are required is a setting of the firm.',
    fields: Object.fromEntries(missing.map((key) => [key, 'is required'])),
  });
}

/** Fields that the host would drop without a word are refused. */
export function requireKept(
  deps: DeskDeps,
  about: { group: 'deals' | 'leads' | 'tasks'; common: readonly string[]; given: object },
): void {
  const entity = { deals: 'deal', leads: 'lead', tasks: 'task' } as const;
  const manifest = deps.hub.recordOf(about.group)?.manifest ?? deps.crm.manifest;
  const kept = [...about.common, ...(manifest.writes?.[entity[about.group]] ?? [])];
  const lost = Object.keys(about.given).filter((key) => !kept.includes(key));
  if (lost.length === 0) return;
  throw new RingbackError('invalid', `${manifest.name} does not keep this.`, {
    hint: 'Leave it out, or keep it in the comment.',
    fields: Object.fromEntries(lost.map((key) => [key, `is not kept by ${manifest.name}`])),
  });
}

/** Before a host that cannot compare by itself: read anew, and compared. Ringback's own store does it in the act. */
export async function requireUnmodified<T extends { updatedAt: string }>(
  deps: DeskDeps,
  about: {
    group: 'parties' | 'deals' | 'leads' | 'tasks';
    since: string | undefined;
    read: () => Promise<T | undefined>;
  },
): Promise<void> {
  const owner = deps.hub.recordOf(about.group)?.manifest.id;
  const host = owner === undefined ? undefined : deps.hub.system(owner);
  if (!host || about.since === undefined) return;
  host.forget(about.group);
  const present = await about.read();
  if (present && present.updatedAt !== about.since) {
    throw new RingbackError('conflict', 'It was changed by somebody else meanwhile.', {
      hint: 'Look at it as it is now, and change it again.',
      current: present,
    });
  }
}
