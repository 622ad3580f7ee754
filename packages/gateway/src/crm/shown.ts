/** Records of one host that may be on somebody's screen: they are looked at again, slowly, for what was removed there without a word. */
import { AdapterError, CAPABILITY_METHODS, type Crm, type CrmGroup } from '@ringback/adapters';
import type { ErrorCode } from '@ringback/model';

/** Groups whose records are watched, and what one of them is called. */
const KINDS = { parties: 'party', deals: 'deal', leads: 'lead', tasks: 'task' } as const;
type Watched = keyof typeof KINDS;
export type ShownKind = (typeof KINDS)[Watched];

/** Methods whose answers are records of their group, and not pipelines, statuses, sums or what has happened. */
const ANSWERS_RECORDS = new Set(['get', 'list', 'search', 'findByPhone', 'findByName', 'duplicates']);
/** Said of the host, and not of the one record that was asked for. */
const OF_THE_HOST = new Set<ErrorCode>(['unavailable', 'timeout', 'unauthorized', 'rate-limited']);

/** Nobody has a card before him for longer, in milliseconds. */
const LONGEST_MS = 12 * 3_600_000;
/** Those that were handed out last. */
const MOST = 500;

export interface Gone {
  kind: ShownKind;
  id: string;
}

export interface Shown {
  /** Whatever records the method's answer holds. */
  note(group: CrmGroup, method: string, answer: unknown): void;
  has(kind: string, id: string): boolean;
  /** It is on nobody's screen any more: everybody has been told. */
  drop(kind: string, id: string): void;
  isEmpty(): boolean;
  /**
   * Looks so many of them up, those first that were seen in the host longest ago, and answers which are not there any more: the same ones
   * again until they are dropped. Rejects when the host is down, lets nobody in or wants to be left alone.
   */
  gone(crm: Looked, count: number): Promise<Gone[]>;
}

type Looked = Pick<Crm, Watched | 'manifest' | 'checkConnection'>;

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

  function forgetOld(): void {
    const time = now().getTime();
    for (const [key, { handedAt }] of places) if (handedAt < time - LONGEST_MS) places.delete(key);
    if (places.size <= MOST) return;
    const oldest = [...places].sort(([, one], [, other]) => one.handedAt - other.handedAt);
    for (const [key] of oldest.slice(0, places.size - MOST)) places.delete(key);
  }

  const placeOf = (kind: string, id: string) =>
    [...places.values()].find((place) => place.id === id && KINDS[place.group] === kind);

  return {
    note(group, method, answer) {
      if (!isWatched(group) || !ANSWERS_RECORDS.has(method)) return;
      const handedAt = now().getTime();
      for (const id of idsIn(answer)) seen({ group, id, handedAt });
      forgetOld();
    },
    has: (kind, id) => placeOf(kind, id) !== undefined,
    drop(kind, id) {
      const place = placeOf(kind, id);
      if (place) places.delete(keyOf(place));
    },
    isEmpty: () => places.size === 0,
    async gone(crm, count) {
      forgetOld();
      const asked = [...places.values()].filter(({ group }) => !hides(crm, group)).slice(0, count);
      const answers = await Promise.all(asked.map((place) => lookUp(crm, place)));
      const missing = asked.filter((_place, index) => answers[index] === 'missing');
      // Whatever cannot be read goes to the end, so that it does not stand before the others for hours.
      for (const place of asked) if (!missing.includes(place)) seen(place);
      const failure = answers.find((answer) => answer instanceof AdapterError);
      if (failure) throw failure;
      if (missing.length === 0) return [];
      const believed = await believable(crm);
      for (const place of missing) if (!believed(place.group)) seen(place);
      return missing
        .filter(({ group }) => believed(group))
        .map(({ group, id }) => ({ kind: KINDS[group], id }));
    },
  };
}

const isWatched = (group: CrmGroup): group is Watched => Object.hasOwn(KINDS, group);

/** What may not be seen there looks like what is not there. */
export const hides = ({ manifest }: Pick<Crm, 'manifest'>, group: CrmGroup): boolean =>
  manifest.hides?.includes(group) === true;

/**
 * A site that is being rebuilt knows none of its addresses, and a module that is switched off none of its records: only a host that works
 * says what is gone. Whoever lacks a right is refused, which is no absence.
 */
async function believable(crm: Looked): Promise<(group: Watched) => boolean> {
  const { findings } = await crm.checkConnection({ background: true });
  const faults = findings.filter(({ kind }) => kind !== 'right');
  const broken = faults.some(
    ({ level, kind, capabilities }) => level === 'problem' && kind !== 'field' && capabilities === undefined,
  );
  const doubtful = new Set(
    faults.flatMap(({ capabilities = [] }) => capabilities.map((one) => CAPABILITY_METHODS[one][0])),
  );
  return (group) => !broken && !doubtful.has(group);
}

/** Whoever may not look, or cannot read the answer, does not know: the record is taken to be there. */
async function lookUp(crm: Looked, { group, id }: Place): Promise<'there' | 'missing' | AdapterError> {
  const records = crm[group];
  if (!records) return 'there';
  try {
    return (await records.get(id, { background: true })) === undefined ? 'missing' : 'there';
  } catch (error) {
    return error instanceof AdapterError && OF_THE_HOST.has(error.code) ? error : 'there';
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
