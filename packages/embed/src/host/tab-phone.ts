/**
 * The phone of one tab. The tab that leads shows its own frame's phone and tells the others; a tab that does not lead shows
 * what it hears and sends its commands to the leader. While the lead changes hands, the calls stay and are marked as recovering.
 */
import { type Phone, type PhoneState, RingbackError } from '@ringback/model';
import { createObservable } from '../observable.ts';
import { createPending } from '../pending.ts';
import type { PhoneMethod } from '../protocol.ts';
import type { Schedule } from '../timer.ts';
import { toWire } from '../wire-error.ts';
import { createTabLevels } from './tab-levels.ts';
import type { Bus, BusMessage } from './bus.ts';
import { isPhoneMethod } from './phone-commands.ts';

export interface TabPhoneOptions {
  /** Of this tab: answers come back to it. */
  id: string;
  bus: Pick<Bus, 'post'>;
  /** Asks the tab's own frame. */
  ask: (method: PhoneMethod, ...params: never[]) => Promise<unknown>;
  signIn: () => Promise<void>;
  signOut: () => Promise<void>;
  /** Joins the frame anew where it is not joined; resolves with false where it is. */
  rejoin: () => Promise<boolean>;
  schedule?: Schedule | undefined;
}

export interface TabPhone extends Required<Phone> {
  /** State of the tab's own frame. */
  told(state: PhoneState): void;
  /** Level of the microphone in the tab's own frame. */
  toldLevel(level: number): void;
  heard(message: BusMessage): void;
  setLeading(leading: boolean): void;
  /** Commands that still wait for the leader are refused. */
  close(): void;
}

const STARTING: PhoneState = { status: 'connecting', calls: [] };

export function createTabPhone({
  id,
  bus,
  ask,
  signIn,
  signOut,
  rejoin,
  schedule,
}: TabPhoneOptions): TabPhone {
  const pending = createPending(schedule);
  const shown = createObservable(STARTING);
  const levels = createTabLevels(() => void command('phone.devices.followLevel').catch(() => {}), schedule);
  let own = STARTING;
  let leaders: PhoneState | undefined;
  let leading = false;
  let carried: PhoneState['calls'] = [];

  function show(next: PhoneState): void {
    shown.set(next);
    if (leading) bus.post({ say: 'phone', state: next });
  }

  function update(): void {
    if (own.status === 'signed-out' || own.status === 'failed' || !(leading || leaders)) return show(own);
    if (!leading) return show(leaders as PhoneState);
    if (own.status === 'registered' || own.calls.length) carried = [];
    show(carried.length ? { ...own, calls: carried } : own);
  }

  async function command(method: PhoneMethod, ...params: unknown[]): Promise<unknown> {
    if (leading) return ask(method, ...(params as never[]));
    const { id: number, answer } = pending.open(method);
    bus.post({ say: 'command', from: id, id: number, method, params });
    return answer;
  }

  function obey({ from, id: number, method, params }: Extract<BusMessage, { say: 'command' }>): void {
    if (!leading || !isPhoneMethod(method)) return;
    const reply = (answer: { result?: unknown; error?: ReturnType<typeof toWire> }): void =>
      bus.post({ say: 'answer', to: from, answer: { id: number, ...answer } });
    ask(method, ...(params as never[])).then(
      (result) => reply({ result }),
      (error: unknown) => reply({ error: toWire(error) }),
    );
  }

  return {
    get state() {
      return shown.value;
    },
    subscribe: shown.subscribe,
    call: async (target) => (await command('phone.call', target)) as string,
    answer: async (callId) => void (await command('phone.answer', callId)),
    hangup: async (callId) => void (await command('phone.hangup', callId)),
    setMuted: async (callId, muted) => void (await command('phone.setMuted', callId, muted)),
    setHeld: async (callId, held) => void (await command('phone.setHeld', callId, held)),
    sendDtmf: async (callId, tones) => void (await command('phone.sendDtmf', callId, tones)),
    transfer: async (callId, target) => void (await command('phone.transfer', callId, target)),
    consult: async (callId, target) => (await command('phone.consult', callId, target)) as string,
    completeTransfer: async (callId) => void (await command('phone.completeTransfer', callId)),
    cancelTransfer: async (callId) => void (await command('phone.cancelTransfer', callId)),
    merge: async (callIds) => void (await command('phone.merge', callIds)),
    devices: {
      choose: async (kind, device) => void (await command('phone.devices.choose', kind, device)),
      setProcessing: async (processing) => void (await command('phone.devices.setProcessing', processing)),
      startTest: async () => void (await command('phone.devices.startTest')),
      stopTest: async () => void (await command('phone.devices.stopTest')),
      playSample: async (kind) => void (await command('phone.devices.playSample', kind)),
      followLevel: levels.follow,
    },
    signIn,
    signOut,
    async retry() {
      if (!(await rejoin())) await command('phone.retry');
    },
    told(state) {
      own = state;
      update();
    },
    toldLevel(level) {
      levels.tell(level);
      if (leading) bus.post({ say: 'level', level });
    },
    heard(message) {
      if (message.say === 'command') return obey(message);
      if (message.say === 'level') return levels.tell(message.level);
      if (message.say === 'answer') return void (message.to === id && pending.settle(message.answer));
      if (message.say === 'hello') return void (leading && bus.post({ say: 'phone', state: shown.value }));
      if (leading) return;
      if (message.say === 'phone') leaders = message.state;
      if (message.say === 'bye')
        leaders = { ...shown.value, status: 'connecting', calls: recovering(shown.value) };
      if (message.say === 'phone' || message.say === 'bye') update();
    },
    setLeading(next) {
      if (leading === next) return;
      carried = recovering(shown.value);
      leaders = next ? undefined : { ...STARTING, calls: carried };
      leading = next;
      pending.failAll(
        new RingbackError('unavailable', 'The tab that held the phone has gone; this one takes over.'),
      );
      update();
    },
    close() {
      levels.close();
      pending.failAll(new RingbackError('unavailable', 'Ringback was taken off this page.'));
    },
  };
}

function recovering({ calls }: PhoneState): PhoneState['calls'] {
  return calls.filter(({ state }) => state !== 'ended').map((call) => ({ ...call, recovering: true }));
}
