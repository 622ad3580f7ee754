/** A `LocalStore` in memory, for tests: transactions run one after the other, and one that throws leaves no trace. */
import type { Party } from '@ringback/model';
import type { LocalStore, PartyAuditEntry, PartyEvent } from '../crm/local/store.ts';

interface State {
  parties: Map<string, Party>;
  answers: Map<string, unknown>;
  events: PartyEvent[];
  audit: PartyAuditEntry[];
}

export interface MemoryStore extends LocalStore<State> {
  readonly told: readonly PartyEvent[];
  readonly audited: readonly PartyAuditEntry[];
}

export function createMemoryStore(): MemoryStore {
  let state: State = { parties: new Map(), answers: new Map(), events: [], audit: [] };
  let last: Promise<unknown> = Promise.resolve();
  const all = (tx?: State): Party[] => [...(tx ?? state).parties.values()];
  const copy = structuredClone<Party>;

  return {
    get told() {
      return state.events;
    },
    get audited() {
      return state.audit;
    },
    transaction(work) {
      const turn = last.then(async () => {
        const draft = structuredClone(state);
        const result = await work(draft);
        state = draft;
        return result;
      });
      last = turn.catch(() => undefined);
      return turn;
    },
    parties: {
      insert: async (tx, party) => void tx.parties.set(party.id, copy(party)),
      update: async (tx, party) => void tx.parties.set(party.id, copy(party)),
      get: async (id, tx) => all(tx).find((party) => party.id === id),
      byPhone: async (number, tx) => all(tx).filter(({ phones }) => phones.includes(number)),
      byName: async (part, limit) =>
        all()
          .filter(({ name }) => name.toLowerCase().includes(part.toLowerCase()))
          .slice(0, limit),
    },
    events: { append: async (tx, event) => void tx.events.push(structuredClone(event)) },
    audit: { append: async (tx, entry) => void tx.audit.push(structuredClone(entry)) },
    idempotency: {
      async recall(tx, key, actor) {
        const place = `${actor} ${key}`;
        if (tx.answers.has(place)) return { answer: tx.answers.get(place) };
        tx.answers.set(place, undefined);
        return undefined;
      },
      remember: async (tx, key, actor, answer) =>
        void tx.answers.set(`${actor} ${key}`, structuredClone(answer)),
    },
  };
}
