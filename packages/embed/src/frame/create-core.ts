/** Assembles the core behind the port: backend, phone, login, and what the host may ask of them. */
import type { ClientBackend } from '@ringback/client';
import {
  type BackendState,
  type PartiesGroup,
  RingbackError,
  type RingbackEvent,
  type Session,
} from '@ringback/model';
import type { Methods, SessionNotice } from '../protocol.ts';
import { type Answerer, createAnswerer, type Port } from '../rpc.ts';
import { createCorePhone, type Engine } from './core-phone.ts';
import { checked, readEvent } from './handlers.ts';
import { createLevelLease } from './level-lease.ts';
import { createLogin } from './login.ts';
import { askForSpeaker } from './speaker-question.ts';
import type { Ticker } from './ticker.ts';
import type { Stage } from './window.ts';

export interface CoreOptions {
  /** Comes when the host has joined; what can be begun without it is. */
  port: Promise<Port>;
  backend: ClientBackend;
  loadEngine: (session: Session) => Promise<Engine>;
  /** Where the frame's own windows are drawn. */
  root: HTMLElement;
  now?: () => number;
  /** Told to the host, and the phone's own clock; absent = none. */
  ticker?: Ticker;
  /** Calls its listener when the page may have slept. */
  onWake?: (listener: () => void) => void;
}

/** Before the id of what a host asks for, in the place of a number. */
export const REQUESTED = 'request:';
/** A session that was read so long ago, in ms, is read anew before this tab leads: another tab may have had a call meanwhile. */
const FRESH_MS = 2_000;

/** Begins with asking the gateway who we are. */
export function createCore({
  port,
  backend,
  loadEngine,
  root,
  now = Date.now,
  ticker,
  onWake,
}: CoreOptions): void {
  const phone = createCorePhone({ loadEngine });
  let leading = false;
  let readAt: number | undefined;
  let reading: Promise<unknown> = Promise.resolve();
  let toldSession: Session | null | undefined = null;

  /** Never rejects: what cannot be read now is tried again by the backend, and told by its state. */
  function read(): Promise<unknown> {
    reading = backend.refresh().then(
      () => {
        readAt = now();
        follow();
      },
      (error: unknown) => phone.setUnreachable(error instanceof Error ? error.message : String(error)),
    );
    return reading;
  }

  /** The backend finds out by itself that a session has begun or ended; the phone and the host follow. */
  function follow(): void {
    const { session, state } = backend;
    if (!session && state.status !== 'signed-out') return;
    if (session === toldSession) return;
    const another = toldSession === null || session?.agent.id !== toldSession?.agent.id;
    toldSession = session;
    phone.setSession(session);
    if (another) answerer.tell('session.state', noticeOf(session));
  }

  async function lead(wanted: boolean): Promise<void> {
    leading = wanted;
    await reading;
    if (leading && backend.session && now() - (readAt ?? -Infinity) > FRESH_MS) await read();
    // Whoever was told to step down while he was asking does so.
    backend.lead(leading);
    phone.setLeading(leading);
  }

  const stage: Stage = {
    root,
    show: (size) => answerer.tell('frame.show', size),
    hide: () => answerer.tell('frame.hide', null),
  };
  const login = createLogin({
    ...stage,
    login: async (input) => {
      await backend.http.login(input);
      await backend.refresh();
      follow();
      answerer.tell('session.changed', null);
    },
  });

  /** What only an agent may ask is not asked of the gateway before we know that there is one. */
  async function known(): Promise<ClientBackend> {
    await reading;
    if (backend.state.status === 'signed-out')
      throw new RingbackError('unauthorized', 'Nobody is signed in.');
    return backend;
  }

  const level = createLevelLease(phone.devices, (loudness) => answerer.tell('devices.level', loudness));
  const methods: Methods = {
    'core.lead': lead,
    'core.ingest': async (envelope: RingbackEvent) => {
      // What comes before the snapshot is weighed against it: the backend drops what the snapshot has already.
      await reading;
      const event = readEvent(envelope);
      if (event) backend.ingest(event);
    },
    'core.prefer': async (preferences) => phone.prefer(preferences),
    'session.refresh': async () => void (await read()),
    'session.signIn': async (look) => login.open(look),
    'session.signOut': async () => {
      await phone.signOut();
      await backend.signOut();
      follow();
      answerer.tell('session.changed', null);
    },
    'phone.call': phone.call,
    'phone.answer': phone.answer,
    'phone.hangup': phone.hangup,
    'phone.setMuted': phone.setMuted,
    'phone.setHeld': phone.setHeld,
    'phone.sendDtmf': phone.sendDtmf,
    'phone.transfer': phone.transfer,
    'phone.consult': phone.consult,
    'phone.completeTransfer': phone.completeTransfer,
    'phone.cancelTransfer': phone.cancelTransfer,
    'phone.merge': phone.merge,
    'phone.devices.choose': phone.devices.choose,
    'phone.devices.setProcessing': phone.devices.setProcessing,
    'phone.devices.startTest': phone.devices.startTest,
    'phone.devices.stopTest': phone.devices.stopTest,
    'phone.devices.playSample': phone.devices.playSample,
    'phone.devices.askForSpeaker': (kind, look) =>
      askForSpeaker(stage, look, () => phone.devices.askForSpeaker(kind)),
    'phone.devices.followLevel': level.renew,
    'phone.retry': async () => {
      if (!backend.session) await read();
      await phone.retry();
    },
    'calls.list': async (query) => (await known()).calls.list(query),
    'calls.get': async (id) => (await known()).calls.get(id),
    'calls.disown': async (id) => (await known()).calls.disown?.(id),
    'calls.update': async (id, patch, key) => (await known()).calls.update(id, patch, key),
    'parties.findByPhone': async (number) => partiesOf(await known()).findByPhone(number),
    'parties.findByName': async (name) => partiesOf(await known()).findByName(name),
    'parties.create': async (input, form) => writersOf(await known()).create(input, form),
    'parties.update': async (id, patch) => writersOf(await known()).update(id, patch),
    'crm.ask': async (method, args, key) => (await known()).http.askCrm(method, args, key),
    'me.update': async (patch) => (await known()).me.update(patch),
    'colleagues.list': async () => (await known()).colleagues.list(),
    'shop.orders': async (query) => shopOf(await known()).orders(query),
    'shop.cart': async (of) => shopOf(await known()).cart(of),
    'shop.viewed': async (of) => shopOf(await known()).viewed(of),
    'missed.list': async (query) => missedOf(await known()).list(query),
    'missed.counts': async () => missedOf(await known()).counts(),
    'missed.claim': async (id) => missedOf(await known()).claim(id),
    'missed.release': async (id) => missedOf(await known()).release(id),
    'missed.dismiss': async (id, reason) => missedOf(await known()).dismiss(id, reason),
  };

  const answerer: Answerer = createAnswerer(port, checked(methods));
  phone.subscribe((state) => answerer.tell('phone.state', state));
  backend.subscribe((state: BackendState) => {
    // Who is signed in comes first, and with him what he may ask: elements that hear that the gateway is there ask at once.
    follow();
    answerer.tell('backend.state', state);
    phone.setMe(state.me);
    phone.setLive(state.live);
    if (state.status === 'offline' && !backend.session) phone.setUnreachable('The gateway does not answer.');
  });
  backend.follow((event) => {
    answerer.tell('backend.event', event);
    // The gateway gives it to one phone, once; the others are refused, and nobody has to hear of that.
    if (event.type === 'dial.requested' && leading)
      phone.call(`${REQUESTED}${event.data.id}`).catch(() => undefined);
    if (event.type !== 'call.ended') return;
    const { id, endReason, transferredTo } = event.data.call;
    if (endReason === 'transferred' && transferredTo) phone.moved(id, transferredTo.callId);
    if (endReason === 'cancelled') phone.cancelled(id);
  });
  ticker?.(() => {
    answerer.tell('core.tick', null);
    phone.tick();
  });
  onWake?.(() => phone.wake());
  void read();
}

function noticeOf(session: Session | undefined): SessionNotice {
  if (!session) return { signedIn: false };
  const mayRead = session.permissions.includes('parties.read');
  return {
    signedIn: true,
    agentId: session.agent.id,
    ...(session.permissions.includes('missed.handle') ? { missed: true } : {}),
    ...(session.crm ? { crm: session.crm } : {}),
    ...(session.writesParties ? { writesParties: true } : {}),
    ...(mayRead ? { partyKinds: session.partyKinds } : {}),
  };
}

function partiesOf({ parties }: ClientBackend): NonNullable<ClientBackend['parties']> {
  if (parties) return parties;
  throw new RingbackError('forbidden', 'This agent may not read the customers.');
}

function writersOf(backend: ClientBackend): Required<Pick<PartiesGroup, 'create' | 'update'>> {
  const { create, update } = partiesOf(backend);
  if (create && update) return { create, update };
  throw new RingbackError('forbidden', 'This agent, or the connected system, writes no customers.');
}

function shopOf({ shop, http }: ClientBackend): ClientBackend['http']['shop'] {
  if (shop) return http.shop;
  throw new RingbackError('forbidden', 'This agent may not read the customers.');
}

function missedOf({ missed }: ClientBackend): NonNullable<ClientBackend['missed']> {
  if (missed) return missed;
  throw new RingbackError('forbidden', 'This agent does not look after missed calls.');
}
