/** Who may be behind a number: the system of record, asked once for all who ask at the same time, and kept for half a minute. */
import type { CallCrm, CrmHub } from './hub.ts';
import type { PartyMatch } from '@ringback/model';
import type { Timers } from '../calls/timers.ts';
import type { Store } from '../store/contract.ts';

/** How long an answer is good for, in ms. */
export const MATCH_TTL_MS = 30_000;
/** How long a call waits for its name before it rings without one, in ms. */
export const MATCH_DEADLINE_MS = 300;

export interface InTime {
  matches: PartyMatch[];
  /** Set when the deadline came first: what is known later. Empty where the system failed. */
  late: Promise<PartyMatch[]> | undefined;
}

export interface Matcher {
  /** Best first; rejects when the system of record does. `exceptCallId`: the call that is being looked at is not its own last call. */
  match(number: string, exceptCallId?: string): Promise<PartyMatch[]>;
  /** Never rejects and never waits longer than the deadline. */
  inTime(number: string): Promise<InTime>;
  /** Drops what was kept: a party has changed. */
  forget(): void;
}

export interface MatcherOptions {
  /** With several systems behind it, each is heard when it answers. */
  crm: CallCrm;
  store: Pick<Store, 'calls'>;
  now: () => Date;
  timers: Timers;
  failed: (error: unknown) => void;
}

interface Asked {
  answer: Promise<PartyMatch[]>;
  /** What has been answered until now. */
  soFar(): PartyMatch[];
}

const askOne = (answer: Promise<PartyMatch[]>): Asked => ({ answer, soFar: () => [] });

/** Several systems: who is slow does not keep the others' answers back. */
function askAll(answers: Promise<PartyMatch[]>[], merge: CrmHub['merge']): Asked {
  const known: PartyMatch[][] = answers.map(() => []);
  answers.forEach(
    (answer, index) => void answer.then((matches) => (known[index] = matches)).catch(() => undefined),
  );
  return { answer: Promise.all(answers).then(merge), soFar: () => merge(known) };
}

export function createMatcher({ crm, store, now, timers, failed }: MatcherOptions): Matcher {
  const kept = new Map<string, Asked & { until: number }>();

  function ask(number: string): Asked {
    const { parties } = crm;
    if (!parties || number === '') return { answer: Promise.resolve([]), soFar: () => [] };
    const time = now().getTime();
    const known = kept.get(number);
    if (known && known.until > time) return known;
    for (const [key, { until }] of kept) if (until <= time) kept.delete(key);
    const asked =
      crm.seek && crm.merge ? askAll(crm.seek(number), crm.merge) : askOne(parties.findByPhone(number));
    const entry = { until: time + MATCH_TTL_MS, ...asked };
    kept.set(number, entry);
    entry.answer.catch(() => {
      if (kept.get(number) === entry) kept.delete(number);
    });
    return entry;
  }

  /** The last talk is ours and changes with each call: it is read fresh. */
  async function withLastCall(match: PartyMatch, exceptId: string | undefined): Promise<PartyMatch> {
    if (match.lastCall) return match;
    const last = await store.calls.last({
      partyId: match.party.id,
      ...(exceptId === undefined ? {} : { exceptId }),
    });
    if (!last) return match;
    const agentName = last.agent?.name;
    return {
      ...match,
      lastCall: {
        at: last.endedAt ?? last.startedAt,
        comment: last.comment,
        ...(agentName === undefined ? {} : { agentName }),
      },
    };
  }

  async function match(number: string, exceptCallId?: string): Promise<PartyMatch[]> {
    const matches = await ask(number).answer;
    return Promise.all(matches.map((one) => withLastCall(one, exceptCallId)));
  }

  return {
    match,
    async inTime(number) {
      const answer = match(number).catch((error: unknown): PartyMatch[] => {
        failed(error);
        return [];
      });
      let stop = () => {};
      const deadline = new Promise<undefined>((resolve) => {
        stop = timers.after(MATCH_DEADLINE_MS, () => resolve(undefined));
      });
      const matches = await Promise.race([answer, deadline]);
      stop();
      if (matches) return { matches, late: undefined };
      const soFar = await Promise.all(
        ask(number)
          .soFar()
          .map((one) => withLastCall(one, undefined)),
      );
      return { matches: soFar, late: answer };
    },
    forget: () => kept.clear(),
  };
}
