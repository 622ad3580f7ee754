/**
 * `Phone` without a network: what the far side does is told by hand. Used by element tests, stories and the demo without a
 * server; `runPhoneSuite` holds it to the same promises as the real engine.
 */
import {
  canTransition,
  type CallDirection,
  type CallState,
  type DevicesState,
  type EndReason,
  type Participant,
  type Phone,
  type PhoneCall,
  type PhoneError,
  type PhoneHealth,
  type PhoneState,
  type PhoneStatus,
  RingbackError,
} from '@ringback/model';
import { createFakeDevices } from './fake-devices.ts';
import { AGENTS } from './fixtures.ts';
import { createNotifier } from './notifier.ts';

export type PhoneCommand =
  | 'call'
  | 'answer'
  | 'hangup'
  | 'setMuted'
  | 'setHeld'
  | 'sendDtmf'
  | 'transfer'
  | 'consult'
  | 'completeTransfer'
  | 'cancelTransfer'
  | 'merge'
  | 'devices.choose'
  | 'devices.setProcessing'
  | 'devices.startTest'
  | 'devices.stopTest'
  | 'devices.playSample'
  | 'signIn'
  | 'signOut'
  | 'retry';

export interface FakePhoneOptions {
  status?: PhoneStatus;
  error?: PhoneError;
  calls?: readonly PhoneCall[];
  agent?: PhoneState['agent'];
  now?: () => number;
  newId?: () => string;
  /** How long an ended call stays in `state.calls`, in ms; 10,000 when absent. */
  keepEndedMs?: number;
  /** A dialled number rings and is answered by itself, as in the demo without a server. */
  lifelike?: boolean;
  health?: PhoneHealth;
  devices?: DevicesState;
}

export interface FakePhone extends Phone {
  /** Every command that was given, in order: `['answer', 'call-1']`. */
  readonly commands: readonly (readonly [PhoneCommand, ...unknown[]])[];
  /** A call comes in and rings; returns its id. */
  receive(call?: { id?: string; number?: string; name?: string; direction?: CallDirection }): string;
  /** The far phone of an outbound call rings. */
  farRings(callId: string): void;
  /** The far side of an outbound call picks up. */
  farAnswers(callId: string): void;
  /** The far side ends the call; the reason is derived from the state unless it is given. */
  farHangsUp(callId: string, reason?: EndReason, error?: PhoneError): void;
  setStatus(status: PhoneStatus, error?: PhoneError): void;
  /** Puts the call as it is, without asking whether it could come to this. */
  put(call: PhoneCall): void;
  /** Marks a call as being taken over after a reload, or as taken over. */
  setRecovering(callId: string, recovering: boolean): void;
  /** Changes what is told beside the calls: health, devices, whether ringing is blocked. */
  tell(more: Partial<Pick<PhoneState, 'health' | 'devices' | 'ringBlocked'>>): void;
  /** The microphone's level, as whoever follows it hears it. */
  level(level: number): void;
  /** The next such command is refused with this error and changes nothing. */
  failNext(command: PhoneCommand, error: RingbackError): void;
}

/** How long a lifelike far side takes to ring, and to pick up, in ms. */
const LIFELIKE_RINGS_MS = 500;
const LIFELIKE_ANSWERS_MS = 2_500;

export function createFakePhone(options: FakePhoneOptions = {}): FakePhone {
  const now = options.now ?? Date.now;
  let lastId = 0;
  const newId = options.newId ?? (() => `fake-call-${(lastId += 1)}`);
  const iso = (): string => new Date(now()).toISOString();
  const failures = new Map<PhoneCommand, RingbackError>();
  const commands: (readonly [PhoneCommand, ...unknown[]])[] = [];
  const agent = options.agent ?? AGENTS.olena;
  const ownSeat: Participant = {
    id: agent.id,
    number: agent.extension,
    name: agent.name,
    agent: { id: agent.id, name: agent.name },
    state: 'joined',
  };
  const store = createNotifier<PhoneState>({
    ...stateOf(options.status ?? 'registered', options.error, options.calls ?? [], agent),
    ...(options.health ? { health: options.health } : {}),
    ...(options.devices ? { devices: options.devices } : {}),
  });
  const { devices, level } = createFakeDevices(store, begin);
  /** Health and devices stay as they are when the status changes. */
  const setState = (next: PhoneState): void => {
    const { status: _, error: __, agent: ___, ...beside } = store.state;
    store.set({ ...beside, ...next });
  };

  const setCalls = (calls: readonly PhoneCall[]): void => store.set({ ...store.state, calls });
  const find = (id: string): PhoneCall | undefined => store.state.calls.find((call) => call.id === id);

  function change(id: string, change: Partial<PhoneCall>): void {
    const call = find(id);
    if (!call) return;
    if (
      change.state &&
      change.state !== call.state &&
      !canTransition(call.direction, call.state, change.state)
    ) {
      throw new RingbackError('conflict', `A call that is ${call.state} cannot become ${change.state}.`);
    }
    const next = { ...call, ...change };
    const others = store.state.calls.filter((other) => other.id !== id);
    if (change.state !== 'ended') {
      setCalls(store.state.calls.map((other) => (other.id === id ? next : other)));
      return;
    }
    // Live calls first, then those that have just ended.
    const live = others.filter((other) => other.state !== 'ended');
    setCalls([...live, ...others.filter((other) => other.state === 'ended'), next]);
    setTimeout(() => {
      if (find(id)) setCalls(store.state.calls.filter((other) => other.id !== id));
    }, options.keepEndedMs ?? 10_000);
  }

  function add(call: PhoneCall): void {
    const live = store.state.calls.filter((other) => other.state !== 'ended');
    setCalls([...live, call, ...store.state.calls.filter((other) => other.state === 'ended')]);
  }

  async function begin(command: PhoneCommand, ...args: unknown[]): Promise<void> {
    commands.push([command, ...args]);
    await Promise.resolve();
    const failure = failures.get(command);
    if (!failure) return;
    failures.delete(command);
    throw failure;
  }

  function liveCall(id: string, states: readonly CallState[]): PhoneCall {
    const call = find(id);
    if (!call || call.state === 'ended') throw new RingbackError('not-found', 'There is no such call.');
    if (!states.includes(call.state))
      throw new RingbackError('conflict', `This cannot be done while the call is ${call.state}.`);
    return call;
  }

  /** The consultation and the id of the call that it is about. */
  function consultationOf(id: string): { consultation: PhoneCall; about: string } {
    const consultation = liveCall(id, ['connecting', 'ringing', 'connected', 'held']);
    const about = consultation.consultationOf;
    if (about === undefined) throw new RingbackError('conflict', 'This call is no consultation.');
    liveCall(about, TALKING);
    return { consultation, about };
  }

  function dial(number: string, about?: string): string {
    const id = newId();
    add({
      id,
      direction: 'out',
      state: 'connecting',
      number,
      muted: false,
      recovering: false,
      startedAt: iso(),
      ...(about === undefined ? {} : { consultationOf: about }),
    });
    if (options.lifelike) {
      setTimeout(() => find(id)?.state === 'connecting' && phone.farRings(id), LIFELIKE_RINGS_MS);
      setTimeout(() => find(id)?.state === 'ringing' && phone.farAnswers(id), LIFELIKE_ANSWERS_MS);
    }
    return id;
  }

  const TALKING = ['connected', 'held'] as const;
  const phone: FakePhone = {
    get state() {
      return store.state;
    },
    subscribe: store.subscribe,
    commands,
    async call(target) {
      await begin('call', target);
      if (store.state.status !== 'registered')
        throw new RingbackError('unavailable', 'The phone is not connected.');
      return dial(numberOf(target));
    },
    async answer(callId) {
      await begin('answer', callId);
      const call = liveCall(callId, ['ringing']);
      if (call.direction === 'out')
        throw new RingbackError('conflict', 'Only the far side can answer this call.');
      change(callId, { state: 'connected', connectedAt: iso() });
    },
    async hangup(callId) {
      await begin('hangup', callId);
      const call = liveCall(callId, ['ringing', 'connecting', 'connected', 'held']);
      const talked = call.connectedAt !== undefined;
      change(callId, {
        state: 'ended',
        endReason: talked ? 'completed' : call.direction === 'in' ? 'rejected' : 'cancelled',
      });
    },
    async setMuted(callId, muted) {
      await begin('setMuted', callId, muted);
      if (liveCall(callId, TALKING).muted !== muted) change(callId, { muted });
    },
    async setHeld(callId, held) {
      await begin('setHeld', callId, held);
      const state = held ? 'held' : 'connected';
      if (liveCall(callId, TALKING).state !== state) change(callId, { state });
    },
    async sendDtmf(callId, tones) {
      await begin('sendDtmf', callId, tones);
      if (!/^[0-9A-D*#,]+$/.test(tones))
        throw new RingbackError('invalid', 'Tones are digits, A to D, star and hash; a comma is a pause.');
      liveCall(callId, TALKING);
    },
    async transfer(callId, target) {
      await begin('transfer', callId, target);
      liveCall(callId, TALKING);
      numberOf(target);
      change(callId, { state: 'ended', endReason: 'transferred' });
    },
    async consult(callId, target) {
      await begin('consult', callId, target);
      if (liveCall(callId, TALKING).state === 'connected') change(callId, { state: 'held' });
      return dial(numberOf(target), callId);
    },
    async completeTransfer(consultationId) {
      await begin('completeTransfer', consultationId);
      const { about } = consultationOf(consultationId);
      for (const id of [consultationId, about]) change(id, { state: 'ended', endReason: 'transferred' });
    },
    async cancelTransfer(consultationId) {
      await begin('cancelTransfer', consultationId);
      const { consultation, about } = consultationOf(consultationId);
      const talked = consultation.connectedAt !== undefined;
      change(consultationId, { state: 'ended', endReason: talked ? 'completed' : 'cancelled' });
      change(about, { state: 'connected' });
    },
    async merge(callIds) {
      await begin('merge', callIds);
      if (callIds.length < 2)
        throw new RingbackError('invalid', 'A conference is made of two calls or more.');
      const calls = callIds.map((id) => liveCall(id, TALKING));
      for (const { id } of calls.slice(1)) change(id, { state: 'ended', endReason: 'transferred' });
      change(calls[0]!.id, {
        state: 'connected',
        participants: [
          ...(calls[0]!.participants ?? [ownSeat]),
          ...calls.filter((call) => !call.participants).map(farSeat),
        ],
      });
    },
    devices,
    async signIn() {
      await begin('signIn');
      setState(stateOf('registered', undefined, store.state.calls, agent));
    },
    async signOut() {
      await begin('signOut');
      setState(stateOf('signed-out', undefined, [], undefined));
    },
    async retry() {
      await begin('retry');
    },
    receive(call = {}) {
      const id = call.id ?? newId();
      add({
        id,
        direction: call.direction ?? 'in',
        state: 'ringing',
        number: call.number ?? '+380671234501',
        ...(call.name === undefined ? {} : { name: call.name }),
        muted: false,
        recovering: false,
        startedAt: iso(),
      });
      return id;
    },
    farRings: (callId) => change(callId, { state: 'ringing' }),
    farAnswers: (callId) => change(callId, { state: 'connected', connectedAt: iso() }),
    farHangsUp(callId, reason, error) {
      const call = find(callId);
      if (!call || call.state === 'ended') return;
      const derived = call.connectedAt ? 'completed' : call.direction === 'in' ? 'missed' : 'rejected';
      change(callId, { state: 'ended', endReason: reason ?? derived, ...(error ? { error } : {}) });
    },
    setStatus: (status, error) =>
      setState(stateOf(status, error, store.state.calls, status === 'signed-out' ? undefined : agent)),
    put: (call) =>
      find(call.id)
        ? setCalls(store.state.calls.map((other) => (other.id === call.id ? call : other)))
        : add(call),
    setRecovering: (callId, recovering) => change(callId, { recovering }),
    tell: (more) => store.set({ ...store.state, ...more }),
    level,
    failNext: (command, error) => void failures.set(command, error),
  };
  return phone;
}

function numberOf(target: string): string {
  const number = target.replace(/[^\d+*#]/g, '');
  if (number !== '') return number;
  throw new RingbackError('invalid', 'This is no phone number.', { hint: 'Check the number.' });
}

function farSeat({ id, number, name }: PhoneCall): Participant {
  return { id, number, state: 'joined', ...(name === undefined ? {} : { name }) };
}

function stateOf(
  status: PhoneStatus,
  error: PhoneError | undefined,
  calls: readonly PhoneCall[],
  agent: PhoneState['agent'],
): PhoneState {
  const shown = agent && { id: agent.id, name: agent.name, extension: agent.extension };
  return {
    status,
    calls,
    ...(error ? { error } : {}),
    ...(shown && status !== 'signed-out' ? { agent: shown } : {}),
  };
}

/** A call as the phone shows it, for stories and tests that need one in a state that is tedious to reach. */
export function phoneCallOf(more: Partial<PhoneCall> = {}): PhoneCall {
  return {
    id: 'call-1',
    direction: 'in',
    state: 'ringing',
    number: '+380671234501',
    muted: false,
    recovering: false,
    startedAt: new Date(Date.now()).toISOString(),
    ...more,
  };
}
