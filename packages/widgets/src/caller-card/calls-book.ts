/**
 * Every call that the card may show, joined by call id from two tellers: the phone (the INVITE) and the backend (the event
 * stream). Whichever tells first begins the entry; the other completes it.
 *
 * ```
 * ring ──► talk ──► ended        an entry only goes forward, as far as either teller has seen
 * ```
 */
import type { Call, CallWithMatches, Party, PartyMatch, PartyRef, PhoneCall } from '@ringback/model';
import { colleagueOf } from '@ringback/ui';

export type Phase = 'ring' | 'talk' | 'ended';

export interface CardCall {
  readonly id: string;
  readonly phone?: PhoneCall;
  readonly record?: Call;
  /** Name of the colleague at the other end of an internal call. */
  readonly colleague?: string | undefined;
  /** Absent until the backend has told who it may be. */
  readonly matches?: readonly PartyMatch[];
  readonly phase: Phase;
  /** As far as the tellers have seen it go. `phase` is `ended` too while no teller knows the call. */
  readonly reached: Phase;
  /** Whom the person chose here, before the gateway has said so. */
  readonly chosen?: PartyRef;
}

export interface Tellers {
  phoneCalls: readonly PhoneCall[];
  live: readonly CallWithMatches[];
  /** The agent who sits here, where it is known. */
  agentId: string | undefined;
}

/** Calls end, and nobody tells of them again: the last closed ones are enough. */
const CLOSED_KEPT = 50;

const PHASES: readonly Phase[] = ['ring', 'talk', 'ended'];

export class CallsBook {
  readonly #calls = new Map<string, CardCall>();
  /** Parties whose record was changed while a call is here. */
  readonly #parties = new Map<string, Party>();
  /** Calls whose card was closed: they do not come back. */
  readonly #closed: Set<string>;

  constructor(closed: Iterable<string> = []) {
    this.#closed = new Set(closed);
  }

  /** In order of arrival. */
  get calls(): readonly CardCall[] {
    return [...this.#calls.values()];
  }

  get(id: string | undefined): CardCall | undefined {
    return this.#calls.get(id!);
  }

  /** Reads both tellers. Returns the calls that are new. */
  read(tellers: Tellers): CardCall[] {
    const before = new Set(this.#calls.keys());
    const { agentId } = tellers;
    for (const { call, matches } of tellers.live) this.#tell({ id: call.id, record: call, matches }, agentId);
    for (const phone of tellers.phoneCalls) this.#tell({ id: phone.id, phone }, agentId);
    this.#endMissing(tellers);
    return this.calls.filter((call) => !before.has(call.id));
  }

  /** A fact of the event stream, or an answer of the backend, about a call that is already here. */
  hear({ call, matches }: { call: Call; matches?: readonly PartyMatch[] }, agentId?: string): void {
    if (this.#calls.has(call.id))
      this.#tell({ id: call.id, record: call, ...(matches ? { matches } : {}) }, agentId);
  }

  /** The party's record was changed while it is on a card. */
  hearParty(party: Party): void {
    if (this.#calls.size === 0) return;
    this.#parties.set(keyOf(party), party);
    for (const call of this.calls)
      if (call.matches) this.#calls.set(call.id, { ...call, matches: this.#asNow(call.matches) });
  }

  /** The person has chosen a party here; absent takes the choice back. */
  choose(id: string, party: PartyRef | undefined): void {
    const { chosen: _before, ...known } = this.#calls.get(id) ?? {};
    if ('id' in known) this.#calls.set(id, { ...(known as CardCall), ...(party ? { chosen: party } : {}) });
  }

  /** Takes the call out for good. */
  close(id: string): void {
    this.#closed.add(id);
    const [oldest] = this.#closed;
    if (this.#closed.size > CLOSED_KEPT) this.#closed.delete(oldest!);
    this.#calls.delete(id);
    if (this.#calls.size === 0) this.#parties.clear();
  }

  /** Tellers repeat who it was when the call came; what is known since then is newer. */
  #asNow(matches: readonly PartyMatch[]): readonly PartyMatch[] {
    return matches.map((match) => {
      const party = this.#parties.get(keyOf(match.party));
      return party && party.updatedAt >= match.party.updatedAt ? { ...match, party } : match;
    });
  }

  #tell(news: Partial<CardCall> & { id: string }, agentId: string | undefined): void {
    const known = this.#calls.get(news.id);
    if (this.#closed.has(news.id)) return;
    const older = known?.record && news.record && news.record.version < known.record.version;
    const matches = news.matches && { matches: this.#asNow(news.matches) };
    const next: CardCall = { phase: 'ring', reached: 'ring', ...known, ...news, ...matches };
    const joined = older ? { ...next, record: known.record } : next;
    const seen = phaseOf(joined, agentId);
    // What is over when it is first heard of, or is a colleague's, has no card.
    if (!known && seen === 'ended') return;
    const reached = PHASES.indexOf(seen) > PHASES.indexOf(next.reached) ? seen : next.reached;
    const { chosen, ...told } = joined;
    // Once the gateway has said so, what it says later is newer.
    const kept = told.record?.party;
    const waits = chosen !== undefined && !(kept && keyOf(kept) === keyOf(chosen));
    const colleague = told.record && colleagueOf(told.record, agentId)?.name;
    this.#calls.set(news.id, { ...told, colleague, ...(waits ? { chosen } : {}), reached, phase: reached });
  }

  /** A call that no teller knows is over for now, even if nobody said so: the session was reset or has ended. */
  #endMissing({ phoneCalls, live }: Tellers): void {
    const told = [...live.map(({ call }) => call), ...phoneCalls].map(({ id }) => id);
    for (const call of this.calls)
      if (!told.includes(call.id)) this.#calls.set(call.id, { ...call, phase: 'ended' });
  }
}

function phaseOf({ phone, record }: Pick<CardCall, 'phone' | 'record'>, agentId: string | undefined): Phase {
  // The agent of an internal call has dialled it; it may ring here all the same.
  const rung = phone && record?.direction === 'internal';
  const colleagues = record?.agent && agentId && record.agent.id !== agentId && !rung;
  if (record?.state === 'ended' || phone?.state === 'ended') return 'ended';
  if (isTalking(phone)) return 'talk';
  if (colleagues) return 'ended';
  return isTalking(record) ? 'talk' : 'ring';
}

export const keyOf = ({ system, id }: PartyRef): string => `${system}:${id}`;

const isTalking = (call: { state: string } | undefined): boolean =>
  call?.state === 'connected' || call?.state === 'held';
