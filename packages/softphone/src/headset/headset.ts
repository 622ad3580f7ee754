/**
 * The buttons and lights of a headset, over the `Phone` port. Runs where the click is that lets a page use it: in the page of the bar,
 * and of several tabs in one alone, else each would answer. Loaded when a headset was let in.
 */
import type { Phone, PhoneCall, PhoneState } from '@ringback/model';
import type { Hid, HidDevice, HidInput } from './hid.ts';
import {
  type Button,
  isOn,
  type Light,
  lightReport,
  readTelephony,
  type Telephony,
  TELEPHONY_PAGE,
} from './telephony.ts';

export interface HeadsetState {
  /** Of the headset whose buttons work. */
  readonly name?: string;
  /** `gone` it was unplugged · `refused` the browser or another program does not let us. */
  readonly problem?: 'gone' | 'refused';
}

export interface HeadsetOptions {
  hid: Hid;
  phone: () => Phone | undefined;
  onChange: (state: HeadsetState) => void;
  /** Absent = nobody else is there. */
  locks?: LockManager | undefined;
}

export interface Headset {
  /** Asks the person which one; must come from a click. */
  choose(): Promise<void>;
  /** Lights follow the calls. */
  show(state: PhoneState | undefined): void;
  stop(): Promise<void>;
}

interface Connected {
  readonly device: HidDevice;
  readonly telephony: Telephony;
  readonly sent: Map<number, string>;
  readonly pressed: (event: Event) => void;
}

export async function connectHeadset({ hid, phone, onChange, locks }: HeadsetOptions): Promise<Headset> {
  const leaving = new AbortController();
  let connected: Connected | undefined;
  let last: PhoneState | undefined;

  async function use(devices: readonly HidDevice[]): Promise<void> {
    const device = devices.find(({ collections }) => readTelephony(collections));
    const telephony = device && readTelephony(device.collections);
    if (!device || !telephony || device === connected?.device || leaving.signal.aborted) return;
    await release();
    try {
      if (!device.opened) await device.open();
    } catch {
      return onChange({ problem: 'refused' });
    }
    const states = new Map<Button, boolean>();
    const pressed = (event: Event): void => {
      const { reportId, data } = event as HidInput;
      for (const [name, place] of Object.entries(telephony.buttons) as [
        Button,
        Telephony['buttons']['hook'],
      ][]) {
        if (!place || place.reportId !== reportId) continue;
        const on = isOn(data, place);
        if (states.get(name) === on) continue;
        states.set(name, on);
        if (place.momentary && !on) continue;
        void press(name, place.momentary ? undefined : on).catch(() => undefined);
      }
    };
    device.addEventListener('inputreport', pressed);
    connected = { device, telephony, sent: new Map(), pressed };
    onChange({ name: device.productName });
    light();
  }

  /** `state` is undefined where the button only tells that it was pressed. What is refused is told by the bar's own state. */
  async function press(button: Button, state: boolean | undefined): Promise<unknown> {
    const port = phone();
    const calls = heardHere(port?.state);
    const ringing = calls.find(waits);
    const talked = calls.find((call) => call.state === 'connected') ?? calls.find(isUp);
    if (!port) return;
    if (button === 'mute') {
      const muted = state ?? !talked?.muted;
      return talked && talked.muted !== muted ? port.setMuted(talked.id, muted) : undefined;
    }
    if (button === 'drop') return state === false ? undefined : end(port, talked ?? ringing);
    if (ringing && !talked && state !== false) return port.answer(ringing.id);
    if (state !== true) return end(port, talked);
  }

  /** The headset goes by the lights: one that is told nothing mutes or hangs up by itself. */
  function light(): void {
    if (!connected) return;
    const { device, telephony, sent } = connected;
    const calls = heardHere(last);
    const on = new Set<Light>();
    const talked = calls.find(({ state }) => state === 'connected');
    if (calls.some(waits)) on.add('ring');
    if (calls.some(isUp)) on.add('offHook');
    if (talked?.muted) on.add('mute');
    if (!talked && calls.some(({ state }) => state === 'held')) on.add('hold');
    const reports = new Set(Object.values(telephony.lights).map(({ reportId }) => reportId));
    for (const reportId of reports) {
      const data = lightReport(telephony, reportId, on);
      if (sent.get(reportId) === String(data)) continue;
      sent.set(reportId, String(data));
      device.sendReport(reportId, data).catch(() => sent.delete(reportId));
    }
  }

  async function release(): Promise<void> {
    const before = connected;
    connected = undefined;
    before?.device.removeEventListener('inputreport', before.pressed);
    await before?.device.close().catch(() => undefined);
  }

  const plugged = (): void => void hid.getDevices().then(use, () => undefined);
  const unplugged = (event: Event): void => {
    if ((event as Event & { device?: HidDevice }).device !== connected?.device) return;
    void release();
    onChange({ problem: 'gone' });
  };

  function begin(): void {
    hid.addEventListener('connect', plugged);
    hid.addEventListener('disconnect', unplugged);
    plugged();
  }

  /** Holds the headset until this page goes; another tab of ours takes it then. */
  function contend(): void {
    if (!locks) return begin();
    const { promise, resolve } = Promise.withResolvers<void>();
    leaving.signal.addEventListener('abort', () => resolve());
    locks
      .request('ringback:headset', { signal: leaving.signal }, () => {
        begin();
        return promise;
      })
      .catch(() => undefined);
  }

  contend();
  return {
    async choose() {
      try {
        await use(await hid.requestDevice({ filters: [{ usagePage: TELEPHONY_PAGE }] }));
      } catch {
        onChange({ problem: 'refused' });
      }
    },
    show(state) {
      last = state;
      light();
    },
    async stop() {
      leaving.abort();
      hid.removeEventListener('connect', plugged);
      hid.removeEventListener('disconnect', unplugged);
      last = undefined;
      light();
      await release();
    },
  };
}

/** What is talked at a phone of its own is none of the headset's. */
const heardHere = (state: PhoneState | undefined): PhoneCall[] =>
  state?.calls.filter(({ handset }) => !handset) ?? [];

const waits = ({ state, direction }: PhoneCall): boolean => state === 'ringing' && direction !== 'out';

/** Ours, and not over: dialled, talked or held. */
const isUp = (call: PhoneCall): boolean => call.state !== 'ended' && !waits(call);

async function end(port: Phone, call: PhoneCall | undefined): Promise<void> {
  if (call) await port.hangup(call.id);
}
