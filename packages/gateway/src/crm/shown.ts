/** Records of one host that may be on somebody's screen: they are looked at again, slowly, for what was removed there without a word. */
import type { Crm, CrmGroup } from '@ringback/adapters';
import { AdapterError } from '@ringback/adapters';

/** Groups whose records are watched, and what one of them is called. */
const KINDS = { parties: 'party', deals: 'deal', leads: 'lead', tasks: 'task' } as const;
type Watched = keyof typeof KINDS;
export type ShownKind = (typeof KINDS)[Watched];

/** Nobody has a card before him for longer, in milliseconds. */
const LONGEST_MS = 12 * 3_600_000;
/** Those that were handed out last. */
const MOST = 500;

export interface Gone {
  kind: ShownKind;
  id: string;
}

export interface Shown {
  /** Whatever records an answer of the group holds. */
  note(group: CrmGroup, answer: unknown): void;
  has(kind: string, id: string): boolean;
  isEmpty(): boolean;
  /** Looks so many of them up, those first that were seen in the host longest ago, and answers which are not there any more. */
  gone(crm: Pick<Crm, Watched | 'checkConnection'>, count: number): Promise<Gone[]>;
}

interface Place {
  group: Watched;
  id: string;
  handedAt: number;
}

export function createShown(now: () => Date): Shown {
  /** In the order in which they were last seen in the host. */
  const places = new Map<string, Place>();
  const keyOf = ({ group, id }: Pick<Place, 'group' | 'id'>) => `${group}:${id}`;

  function seen(place: Place): void {
    places.delete(keyOf(place));
    places.set(keyOf(place), place);
  }

  function drop(): void {
    const time = now().getTime();
    for (const [key, { handedAt }] of places) if (handedAt < time - LONGEST_MS) places.delete(key);
    if (places.size <= MOST) return;
    const oldest = [...places].sort(([, one], [, other]) => one.handedAt - other.handedAt);
    for (const [key] of oldest.slice(0, places.size - MOST)) places.delete(key);
  }

  return {
    note(group, answer) {
      if (!isWatched(group)) return;
      const handedAt = now().getTime();
      for (const id of idsIn(answer)) seen({ group, id, handedAt });
      drop();
    },
    has: (kind, id) => [...places.values()].some((place) => place.id === id && KINDS[place.group] === kind),
    isEmpty: () => places.size === 0,
    async gone(crm, count) {
      drop();
      const asked = [...places.values()].slice(0, count);
      const found = await Promise.all(asked.map((place) => isThere(crm, place)));
      const missing = asked.filter((_place, index) => !found[index]);
      // A site that is being rebuilt knows none of its addresses: only a host that works says what is gone.
      if (missing.length > 0 && !(await works(crm))) return [];
      for (const [index, place] of asked.entries()) {
        if (found[index]) seen(place);
        else places.delete(keyOf(place));
      }
      return missing.map(({ group, id }) => ({ kind: KINDS[group], id }));
    },
  };
}

const isWatched = (group: CrmGroup): group is Watched => Object.hasOwn(KINDS, group);

async function works(crm: Pick<Crm, 'checkConnection'>): Promise<boolean> {
  const { findings } = await crm.checkConnection();
  return !findings.some(({ level, kind }) => level === 'problem' && kind !== 'right' && kind !== 'field');
}

/** Whoever may not look any more does not know: only a host that answers says what is gone. */
async function isThere(crm: Pick<Crm, Watched>, { group, id }: Place): Promise<boolean> {
  try {
    return (await crm[group]?.get(id, { background: true })) !== undefined;
  } catch (error) {
    if (error instanceof AdapterError && error.code === 'forbidden') return true;
    throw error;
  }
}

/** One record, a list of them, a page, or matches. */
function idsIn(answer: unknown): string[] {
  if (Array.isArray(answer)) return answer.flatMap(idsIn);
  if (typeof answer !== 'object' || answer === null) return [];
  const { id, party, items } = answer as { id?: unknown; party?: unknown; items?: unknown };
  if (Array.isArray(items)) return idsIn(items);
  if (typeof id === 'string') return [id];
  return party === undefined ? [] : idsIn(party);
}
