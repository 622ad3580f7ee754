/** One tab: its frame, its part in the election, and the two ports that the elements see. */
import { type KeyValueStorage, withCache, withOutbox } from '@ringback/client/outbox';
import type { Backend, Locale, PhoneState, RingbackError } from '@ringback/model';
import { newId } from '../new-id.ts';
import type { Caller } from '../rpc.ts';
import type { Look } from '../protocol.ts';
import type { Schedule } from '../timer.ts';
import type { Bus, BusMessage } from './bus.ts';
import type { CoreFrame, CoreFrameOptions } from './core-frame.ts';
import { createElection } from './election.ts';
import { createLeaderWatch } from './leader-watch.ts';
import { createPreferences } from './preferences.ts';
import { type Ask, createFramedBackend } from './framed-backend.ts';
import { createTabPhone, type TabPhone } from './tab-phone.ts';

export interface TabOptions {
  /** Origin of the gateway. */
  gateway: string;
  id: string;
  bus: Bus;
  locks: LockManager | undefined;
  /** Outbox and cached look-ups, in the host's origin. */
  storage: KeyValueStorage;
  locale: Locale;
  look: () => Look;
  createFrame: (options: Pick<CoreFrameOptions, 'listeners' | 'onJoined' | 'onFailed'>) => CoreFrame;
  schedule?: Schedule;
  /** Milliseconds since 1970; `Date.now` when absent. */
  now?: () => number;
}

export interface Tab {
  readonly phone: TabPhone;
  readonly backend: Backend;
  /** The page goes, perhaps into the back/forward cache: another tab shall lead. */
  leave(kept: boolean): void;
  /** The page is back. */
  comeBack(): void;
  destroy(): void;
}

export function createTab(options: TabOptions): Tab {
  const { gateway, id, bus, locks, storage, locale, look, createFrame, schedule, now } = options;
  let leading = false;
  let joined: Caller | undefined;

  const ask: Ask = async (method, ...params) => (await frame.caller()).request(method, ...params) as never;
  /** What a frame that has not joined yet need not hear: it begins with asking the gateway how things stand. */
  const tell: (...args: Parameters<Ask>) => void = (method, ...params) =>
    void joined?.request(method, ...(params as never)).catch(ignore);

  const preferred = createPreferences(storage, (preferences) => tell('core.prefer', preferences));
  const phone = createTabPhone({
    id,
    bus,
    preferred: preferred.keep,
    schedule,
    now,
    ask: (method, ...params) => ask(method, ...(params as never)),
    askForSpeaker: (kind) => ask('phone.devices.askForSpeaker', kind, look()),
    signIn: () => ask('session.signIn', look()),
    signOut: async () => {
      await outbox.flush();
      await backend.forgetCache();
      await ask('session.signOut');
    },
    rejoin: () => frame.rejoin(),
  });
  const framed = createFramedBackend(ask, locale);
  const scope = (): string | undefined => framed.agentId && `${gateway}|${framed.agentId}`;
  let writer: string | undefined;
  const outbox = withOutbox(framed.backend, {
    storage,
    // What was being typed when a session ended is still his who typed it.
    scope: () => (writer = scope() ?? writer),
    newId,
    onChange: () => bus.post({ say: 'outbox' }),
    onRefused: (write, reason) => {
      const where = 'entry' in write ? 'the history' : `call ${write.callId}`;
      console.warn(`Ringback: what was written to ${where} was refused: ${String(reason)}`);
    },
  });
  const backend = withCache(outbox, { storage, scope });

  const frame: CoreFrame = createFrame({
    listeners: {
      'phone.state': phone.told,
      'devices.level': phone.toldLevel,
      'core.tick': () => {
        if (leading) bus.post({ say: 'alive', from: id });
        else watch.tick();
      },
      'backend.state': framed.told,
      'backend.event': (event) => {
        framed.toldEvent(event);
        if (leading) bus.post({ say: 'event', event });
      },
      'session.state': (session) => {
        framed.toldSession(session);
        // What waits belongs to an agent, and is his again when he is back.
        if (session.signedIn) void outbox.flush().catch(ignore);
      },
      'session.changed': () => bus.post({ say: 'session' }),
      'frame.show': (size) => frame.show(size),
      'frame.hide': () => frame.hide(),
    },
    onJoined: (caller: Caller) => {
      joined = caller;
      preferred.tell();
      if (leading) tell('core.lead', true);
    },
    onFailed: (error) => {
      joined = undefined;
      phone.told(failedState(error));
      framed.told({ ...framed.backend.state, status: 'offline' });
      if (!error.retryable) console.warn(`${error.message} ${error.hint ?? ''}`);
    },
  });

  const watch = createLeaderWatch({ steal: () => election.steal() });
  const election = createElection({
    name: `ringback:${gateway}`,
    locks,
    onLead: () => {
      leading = true;
      bus.post({ say: 'alive', from: id });
      phone.setLeading(true);
      // Another tab may have chosen meanwhile.
      preferred.read();
      tell('core.lead', true);
    },
    onLost: () => {
      // We slept while another took over: our calls are his, and he has told nothing that we could have heard.
      leading = false;
      phone.setLeading(false);
      tell('core.lead', false);
      bus.post({ say: 'hello' });
      election.contend();
    },
  });

  bus.listen((message: BusMessage) => {
    if (message.say === 'alive' || message.say === 'phone') watch.heard();
    phone.heard(message);
    if (message.say === 'event' && !leading) tell('core.ingest', message.event);
    if (message.say === 'outbox') outbox.recount().catch(ignore);
    if (message.say === 'session') tell('session.refresh');
  });
  bus.post({ say: 'hello' });
  election.contend();

  function stepDown(): void {
    if (leading) bus.post({ say: 'bye' });
    leading = false;
    phone.setLeading(false);
    election.release();
  }

  return {
    phone,
    backend,
    leave(kept) {
      if (kept && leading) tell('core.lead', false);
      stepDown();
    },
    comeBack() {
      bus.post({ say: 'hello' });
      tell('session.refresh');
      election.contend();
    },
    destroy() {
      stepDown();
      outbox.stopOutbox();
      phone.close();
      frame.destroy();
      bus.close();
    },
  };
}

/** For what is only tried: it is told by the state when it fails. */
function ignore(): void {}

function failedState({ code, message, hint = '', retryable }: RingbackError): PhoneState {
  const why = code === 'forbidden' ? 'page-not-allowed' : retryable ? 'gateway-down' : 'failed';
  return {
    status: retryable ? 'offline' : 'failed',
    error: { code: why, message: `${message} ${hint}`.trim() },
    calls: [],
  };
}
