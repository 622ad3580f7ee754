/**
 * The phone of one tab. The tab that leads shows its own frame's phone and tells the others; a tab that does not lead shows
 * what it hears and sends its commands to the leader. While the lead changes hands, the calls stay and are marked as recovering.
 */
import { type DevicePreferences, type Phone, type PhoneDevices, type PhoneState } from '@ringback/model';
import { createObservable } from '../observable.ts';
import type { PhoneMethod } from '../protocol.ts';
import type { Schedule } from '../timer.ts';
import { toWire } from '../wire-error.ts';
import { createTabLevels } from './tab-levels.ts';
import type { Bus, BusMessage } from './bus.ts';
import { CALL_COMMANDS, DEVICE_COMMANDS, isPhoneMethod } from './phone-commands.ts';
import { type BusCommand, createRemoteCommands, isFresh } from './remote-commands.ts';
import { takenOff } from './taken-off.ts';

export interface TabPhoneOptions {
  /** Of this tab: answers come back to it. */
  id: string;
  bus: Pick<Bus, 'post'>;
  /** Asks the tab's own frame. */
  ask: (method: PhoneMethod, ...params: never[]) => Promise<unknown>;
  /** A person has chosen a device, or how the microphone is treated. */
  preferred: (choice: Partial<DevicePreferences>) => Promise<void>;
  /** Asks in a window of the tab's own frame. */
  askForSpeaker: (kind: 'speaker' | 'ringer') => Promise<void>;
  signIn: () => Promise<void>;
  signOut: () => Promise<void>;
  /** Joins the frame anew where it is not joined; resolves with false where it is. */
  rejoin: () => Promise<boolean>;
  schedule?: Schedule | undefined;
  /** Milliseconds since 1970; `Date.now` when absent. */
  now?: (() => number) | undefined;
}

export interface TabPhone extends Required<Phone> {
  /** State of the tab's own frame. */
  told(state: PhoneState): void;
  /** Level of the microphone in the tab's own frame. */
  toldLevel(level: number): void;
  heard(message: BusMessage): void;
  setLeading(leading: boolean): void;
  /** Commands that still wait for a leader are refused. */
  close(): void;
}

type CallCommands = Pick<Required<Phone>, (typeof CALL_COMMANDS)[number]>;

const STARTING: PhoneState = { status: 'connecting', calls: [] };

export function createTabPhone({
  id,
  bus,
  ask,
  preferred,
  askForSpeaker,
  signIn,
  signOut,
  rejoin,
  schedule,
  now = Date.now,
}: TabPhoneOptions): TabPhone {
  const remote = createRemoteCommands({ id, post: bus.post, now, schedule });
  const shown = createObservable(STARTING);
  const levels = createTabLevels(() => void command('phone.devices.followLevel').catch(() => {}), schedule);
  let own = STARTING;
  let leaders: PhoneState | undefined;
  let leading = false;
  let carried: PhoneState['calls'] = [];

  function show(next: PhoneState): void {
    shown.set(next);
    if (leading) bus.post({ say: 'phone', from: id, state: next });
  }

  function update(): void {
    if (own.status === 'signed-out' || own.status === 'failed' || !(leading || leaders)) return show(own);
    if (!leading) return show(withoutQuestion(leaders as PhoneState));
    if (own.status === 'registered' || own.calls.length) carried = [];
    show(carried.length ? { ...own, calls: carried } : own);
  }

  async function command(method: PhoneMethod, ...params: unknown[]): Promise<unknown> {
    return leading ? ask(method, ...(params as never[])) : remote.send(method, params);
  }

  /** Methods of these names, wherever the leader is. */
  function forwards(names: readonly string[], prefix: string): object {
    return Object.fromEntries(
      names.map((name) => [
        name,
        (...params: unknown[]) => command((prefix + name) as PhoneMethod, ...params),
      ]),
    );
  }

  function obey(command: BusCommand): void {
    const { from, to, id: number, method, params } = command;
    if (!leading || to !== id || !isFresh(command, now()) || !isPhoneMethod(method)) return;
    bus.post({ say: 'taken', to: from, id: number });
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
    ...(forwards(CALL_COMMANDS, 'phone.') as CallCommands),
    devices: {
      ...(forwards(DEVICE_COMMANDS, 'phone.devices.') as Omit<
        PhoneDevices,
        'choose' | 'setProcessing' | 'askForSpeaker' | 'followLevel'
      >),
      async choose(kind, device) {
        await command('phone.devices.choose', kind, device);
        await preferred({ [kind]: device });
      },
      async setProcessing(processing) {
        await command('phone.devices.setProcessing', processing);
        await preferred({ processing });
      },
      async askForSpeaker(kind) {
        await askForSpeaker(kind);
        await preferred({ [kind]: own.devices?.chosen[kind] });
      },
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
      if (leading && state.status === 'registered') remote.carryOut(ask);
    },
    toldLevel(level) {
      levels.tell(level);
      if (leading) bus.post({ say: 'level', level });
    },
    heard(message) {
      if (message.say === 'command') return obey(message);
      if (message.say === 'level') return levels.tell(message.level);
      if (message.say === 'taken') return void (message.to === id && remote.taken(message.id));
      if (message.say === 'answer') return void (message.to === id && remote.answered(message.answer));
      if (message.say === 'hello')
        return void (leading && bus.post({ say: 'phone', from: id, state: shown.value }));
      if (leading) return;
      if (message.say === 'phone' || message.say === 'alive') remote.leads(message.from);
      if (message.say === 'phone') leaders = message.state;
      if (message.say === 'bye') {
        leaders = { ...shown.value, status: 'connecting', calls: recovering(shown.value) };
        remote.leaderGone();
      }
      if (message.say === 'phone' || message.say === 'bye') update();
    },
    setLeading(next) {
      if (leading === next) return;
      carried = recovering(shown.value);
      leaders = next ? undefined : { ...STARTING, calls: carried };
      leading = next;
      if (next) remote.leaderGone();
      update();
    },
    close() {
      levels.close();
      remote.refuseAll(takenOff());
    },
  };
}

/** The browser's question for a speaker is put where the sound is: in the tab that leads. */
function withoutQuestion({ devices, ...state }: PhoneState): PhoneState {
  return devices ? { ...state, devices: { ...devices, asks: false } } : state;
}

function recovering({ calls }: PhoneState): PhoneState['calls'] {
  return calls.filter(({ state }) => state !== 'ended').map((call) => ({ ...call, recovering: true }));
}
