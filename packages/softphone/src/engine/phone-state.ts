/** Pure steps of `PhoneState`: each gives a new value, or the same one when nothing changed. */
import {
  type CallQuality,
  canTransition,
  type Phone,
  type PhoneCall,
  type PhoneError,
  type PhoneState,
  type PhoneStatus,
} from '@ringback/model';

export type CallChange = Partial<Omit<PhoneCall, 'id' | 'direction' | 'error' | 'quality'>> & {
  /** `null` takes it away. */
  error?: PhoneError | null;
  /** `null` takes it away. */
  quality?: CallQuality | null;
};

/** Live calls in order of arrival, then the ended ones in order of their end. A call of the same id is replaced. */
export function addCall(state: PhoneState, call: PhoneCall): PhoneState {
  const others = state.calls.filter((other) => other.id !== call.id);
  return { ...state, calls: [...live(others), call, ...ended(others)] };
}

/** A step that the state machine does not know is left undone. */
export function changeCall(state: PhoneState, id: string, change: CallChange): PhoneState {
  const call = state.calls.find((other) => other.id === id);
  if (!call) return state;
  const step = change.state !== undefined && change.state !== call.state;
  if (step && !canTransition(call.direction, call.state, change.state!)) return state;
  const { error, quality, ...rest } = change;
  const next: PhoneCall & { error?: PhoneError; quality?: CallQuality } = { ...call, ...rest };
  if (error) next.error = error;
  else if (error === null) delete next.error;
  if (quality) next.quality = quality;
  else if (quality === null) delete next.quality;
  if (same(call, next)) return state;
  if (step && next.state === 'ended') {
    const others = state.calls.filter((other) => other.id !== id);
    return { ...state, calls: [...live(others), ...ended(others), next] };
  }
  return { ...state, calls: state.calls.map((other) => (other.id === id ? next : other)) };
}

/** The same leg in another call; what it consulted about goes with the old one. */
export function renameCall(state: PhoneState, id: string, to: string): PhoneState {
  if (!state.calls.some((call) => call.id === id)) return state;
  const calls = state.calls.filter((call) => call.id !== to);
  return { ...state, calls: calls.map((call) => (call.id === id ? { ...call, id: to } : call)) };
}

export function removeCall(state: PhoneState, id: string): PhoneState {
  const calls = state.calls.filter((call) => call.id !== id);
  return calls.length === state.calls.length ? state : { ...state, calls };
}

/** `agent` is shown only while somebody is signed in. */
export function withStatus(
  state: PhoneState,
  status: PhoneStatus,
  error: PhoneError | undefined,
  agent: PhoneState['agent'],
): PhoneState {
  if (state.status === status && state.error?.code === error?.code) return state;
  const { error: _, agent: __, ...kept } = state;
  return {
    ...kept,
    status,
    ...(error ? { error } : {}),
    ...(agent && status !== 'signed-out' ? { agent } : {}),
  };
}

const live = (calls: readonly PhoneCall[]): PhoneCall[] => calls.filter((call) => call.state !== 'ended');
const ended = (calls: readonly PhoneCall[]): PhoneCall[] => calls.filter((call) => call.state === 'ended');

function same(a: PhoneCall, b: PhoneCall): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof PhoneCall>;
  return [...keys].every((key) => a[key] === b[key]);
}

/** How long an ended call is still shown, in ms. */
export const KEEP_ENDED_MS = 10_000;

/** The state with its listeners. Ended calls leave it by themselves. */
export class PhoneStore {
  #state: PhoneState = { status: 'connecting', calls: [] };
  readonly #agent: NonNullable<PhoneState['agent']>;
  readonly #listeners = new Set<(state: PhoneState) => void>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(agent: NonNullable<PhoneState['agent']>) {
    this.#agent = agent;
    this.#state = { status: 'connecting', calls: [], agent };
  }

  get state(): PhoneState {
    return this.#state;
  }

  readonly subscribe: Phone['subscribe'] = (listener) => {
    // Wrapped, so that the same function subscribed twice is two subscriptions.
    const mine = (state: PhoneState): void => listener(state);
    this.#listeners.add(mine);
    return () => void this.#listeners.delete(mine);
  };

  find(id: string): PhoneCall | undefined {
    return this.#state.calls.find((call) => call.id === id);
  }

  setStatus(status: PhoneStatus, error?: PhoneError): void {
    this.#set(withStatus(this.#state, status, error, this.#agent));
  }

  /** What is told beside the calls; a part that is as it was changes nothing. */
  tell(more: Partial<Pick<PhoneState, 'health' | 'devices' | 'ringBlocked'>>): void {
    const news = Object.entries(more).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(this.#state[name as keyof typeof more]),
    );
    if (news.length > 0) this.#set({ ...this.#state, ...(Object.fromEntries(news) as typeof more) });
  }

  /** There is no phone any more that could be healthy, or have devices. */
  forgetParts(): void {
    const { health, devices, ringBlocked, ...rest } = this.#state;
    if (health || devices || ringBlocked !== undefined) this.#set(rest);
  }

  add(call: PhoneCall): void {
    clearTimeout(this.#timers.get(call.id));
    this.#timers.delete(call.id);
    this.#set(addCall(this.#state, call));
  }

  change(id: string, change: CallChange): void {
    const before = this.find(id)?.state;
    this.#set(changeCall(this.#state, id, change));
    if (before === 'ended' || this.find(id)?.state !== 'ended') return;
    this.#timers.set(
      id,
      setTimeout(() => {
        this.#timers.delete(id);
        this.#set(removeCall(this.#state, id));
      }, KEEP_ENDED_MS),
    );
  }

  rename(id: string, to: string): void {
    this.#set(renameCall(this.#state, id, to));
  }

  /** Forgets all calls at once. */
  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    if (this.#state.calls.length > 0) this.#set({ ...this.#state, calls: [] });
  }

  #set(next: PhoneState): void {
    if (next === this.#state) return;
    this.#state = next;
    for (const listener of [...this.#listeners]) listener(next);
  }
}
