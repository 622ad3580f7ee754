/** One tab: its frame, its part in the election, and the two ports that the elements see. */
import type { Locale, RingbackError, PhoneState } from '@ringback/model';
import type { Caller } from '../rpc.ts';
import type { Look } from '../protocol.ts';
import type { Schedule } from '../timer.ts';
import type { Bus, BusMessage } from './bus.ts';
import type { CoreFrame, CoreFrameOptions } from './core-frame.ts';
import { createElection } from './election.ts';
import { type Ask, createFramedBackend, type FramedBackend } from './framed-backend.ts';
import { createTabPhone, type TabPhone } from './tab-phone.ts';

export interface TabOptions {
  /** Origin of the gateway. */
  gateway: string;
  id: string;
  bus: Bus;
  locks: LockManager | undefined;
  locale: Locale;
  look: () => Look;
  createFrame: (options: Pick<CoreFrameOptions, 'listeners' | 'onJoined' | 'onFailed'>) => CoreFrame;
  schedule?: Schedule;
}

export interface Tab {
  readonly phone: TabPhone;
  readonly backend: FramedBackend;
  /** The page goes, perhaps into the back/forward cache: another tab shall lead. */
  leave(kept: boolean): void;
  /** The page is back. */
  comeBack(): void;
  destroy(): void;
}

export function createTab(options: TabOptions): Tab {
  const { gateway, id, bus, locks, locale, look, createFrame, schedule } = options;
  let leading = false;
  let joined: Caller | undefined;

  const ask: Ask = async (method, ...params) => (await frame.caller()).request(method, ...params) as never;
  /** What a frame that has not joined yet need not hear: it begins with asking the gateway how things stand. */
  const tell: (...args: Parameters<Ask>) => void = (method, ...params) =>
    void joined?.request(method, ...(params as never)).catch(() => {});

  const phone = createTabPhone({
    id,
    bus,
    schedule,
    ask: (method, ...params) => ask(method, ...(params as never)),
    signIn: () => ask('session.signIn', look()),
    signOut: () => ask('session.signOut'),
    rejoin: () => frame.rejoin(),
  });
  const backend = createFramedBackend(ask, locale);

  const frame: CoreFrame = createFrame({
    listeners: {
      'phone.state': phone.told,
      'backend.state': backend.told,
      'backend.event': (event) => {
        backend.toldEvent(event);
        if (leading) bus.post({ say: 'event', event });
      },
      'session.state': (session) => {
        backend.toldSession(session);
      },
      'session.changed': () => bus.post({ say: 'session' }),
      'frame.show': (size) => frame.show(size),
      'frame.hide': () => frame.hide(),
    },
    onJoined: (caller: Caller) => {
      joined = caller;
      if (leading) tell('core.lead', true);
    },
    onFailed: (error) => {
      joined = undefined;
      phone.told(failedState(error));
      backend.told({ ...backend.state, status: 'offline' });
      if (!error.retryable) console.warn(`${error.message} ${error.hint ?? ''}`);
    },
  });

  const election = createElection({
    name: `ringback:${gateway}`,
    locks,
    onLead: () => {
      leading = true;
      phone.setLeading(true);
      tell('core.lead', true);
    },
  });

  bus.listen((message: BusMessage) => {
    phone.heard(message);
    if (message.say === 'event' && !leading) tell('core.ingest', message.event);
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
      phone.close();
      frame.destroy();
      bus.close();
    },
  };
}

function failedState(error: RingbackError): PhoneState {
  if (error.retryable) return { status: 'offline', error: { code: 'gateway-down', message: error.message }, calls: [] };
  return { status: 'failed', error: { code: 'failed', message: `${error.message} ${error.hint ?? ''}`.trim() }, calls: [] };
}
