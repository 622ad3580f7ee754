import type { Me, PhoneCall, PhoneState } from '@ringback/model';
import {
  AGENTS,
  createFakeBackend,
  createFakePhone,
  type FakeBackend,
  type FakePhone,
  ME,
  PARTIES,
  phoneCallOf,
  SAMPLE_DEVICES,
} from '@ringback/testing';
import type { Meta, StoryObj } from '@ringback/storybook';
import { html } from 'lit';
import type { HeadsetState } from '../headset/headset.ts';
import type { PanelName, RecordSeed } from '../softphone/panel.ts';
import { PANEL_PARTS } from '../softphone/panel-parts.ts';
import '../softphone/ringback-softphone.ts';
import type { RingbackSoftphone } from '../softphone/softphone.ts';

const agoIso = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();
const TALKING = phoneCallOf({
  id: 'call-connected',
  state: 'connected',
  number: PARTIES.oksana.phones[0]!,
  startedAt: agoIso(90),
  connectedAt: agoIso(83),
});
const ok = { state: 'ok' } as const;
const HEALTHY = { microphone: ok, socket: ok, registration: ok, media: { state: 'unknown' } } as const;

interface Scene {
  calls?: PhoneCall[];
  tell?: Partial<Pick<PhoneState, 'health' | 'devices'>>;
  me?: Me;
  numbers?: string[];
  seed?: RecordSeed;
  /** What happens once the panel is open. */
  then?: (bar: RingbackSoftphone, phone: FakePhone, backend: FakeBackend) => unknown;
}

/** The bar with this panel open above it. */
function opened(
  panel: PanelName,
  { calls = [], tell = {}, me = ME, numbers, seed, then }: Scene = {},
): StoryObj<RingbackSoftphone> {
  const phone = createFakePhone({ calls, agent: AGENTS.olena });
  const backend = createFakeBackend({ me });
  phone.tell({ health: HEALTHY, devices: SAMPLE_DEVICES, ...tell });
  return {
    render: () =>
      html`<ringback-softphone
        dock="bottom"
        create="deal task"
        .phone=${phone}
        .backend=${backend}
        .numbers=${numbers && (() => numbers)}
      ></ringback-softphone>`,
    play: async ({ canvasElement }) => {
      const bar = canvasElement.querySelector('ringback-softphone')!;
      await bar.updateComplete;
      bar.open(panel, seed, calls[0]?.id);
      await PANEL_PARTS[panel]();
      while (!bar.shadowRoot!.querySelector('.panel > :not(header, p)'))
        await new Promise((resolve) => requestAnimationFrame(resolve));
      await bar.updateComplete;
      await then?.(bar, phone, backend);
      await bar.updateComplete;
    },
  };
}

const meta: Meta<RingbackSoftphone> = {
  title: 'Elements/Softphone panels',
  component: 'ringback-softphone',
  parameters: { docs: { story: { inline: false, height: '600px' } } },
};
export default meta;

export const Recent = opened('recent');
export const Create = opened('create');
export const CreateClient = opened('create', {
  seed: { number: '+380939876543', name: 'Віра' },
  then: async (bar) => {
    const panel = bar.shadowRoot!.querySelector('ringback-softphone-create')!;
    await panel.updateComplete;
    panel.shadowRoot!.querySelector('button')!.click();
    await panel.updateComplete;
  },
});
export const Keypad = opened('keypad', { calls: [TALKING] });
export const Transfer = opened('transfer', { calls: [TALKING] });
export const Status = opened('status');
export const StatusAway = opened('status', { me: { ...ME, status: 'away' } });
export const Forwarding = opened('forwarding', {
  me: {
    ...ME,
    forwarding: [
      { on: ['no-answer', 'busy'], to: { kind: 'agent', agentId: AGENTS.andriy.id }, seconds: 20 },
      { on: ['offline'], to: { kind: 'number', number: '+380501112233' }, seconds: 30 },
    ],
    hours: {
      timeZone: 'Europe/Kyiv',
      hours: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '09:00', to: '18:00' }],
      holidays: ['2026-12-25'],
    },
  },
});
export const Devices = opened('devices');
export const DevicesRecording = opened('devices', {
  tell: { devices: { ...SAMPLE_DEVICES, test: 'recording' } },
  then: (_bar, phone) => phone.level(0.6),
});
export const DevicesPlugged = opened('devices', {
  then: (_bar, phone) =>
    phone.tell({
      devices: {
        ...SAMPLE_DEVICES,
        microphones: [...SAMPLE_DEVICES.microphones, { id: 'usb', name: 'Jabra Evolve 20' }],
      },
    }),
});
export const DevicesDenied = opened('devices', {
  tell: { devices: { ...SAMPLE_DEVICES, permission: 'denied' } },
});
const headset = (state: HeadsetState): StoryObj<RingbackSoftphone> =>
  opened('devices', {
    then: async (bar) => {
      Object.defineProperty(bar.headset, 'possible', { value: true });
      bar.headset.state = state;
      bar.requestUpdate();
      await bar.updateComplete;
      const panel = bar.shadowRoot!.querySelector('ringback-softphone-devices')!;
      while (!panel.shadowRoot!.querySelector('ringback-softphone-headset'))
        await new Promise((resolve) => requestAnimationFrame(resolve));
    },
  });
export const DevicesHeadset = headset({ name: 'Jabra Evolve 20' });
export const DevicesHeadsetGone = headset({ problem: 'gone' });
export const DevicesHeadsetRefused = headset({ problem: 'refused' });
export const Health = opened('health');
export const HealthFailing = opened('health', {
  tell: {
    health: {
      microphone: { state: 'failed', code: 'microphone-refused' },
      socket: { state: 'trying', code: 'pbx-down' },
      registration: { state: 'failed', code: 'credential-refused' },
      media: { state: 'unknown' },
    },
  },
});
export const Quality = opened('health', {
  calls: [TALKING],
  then: async (bar, phone) => {
    for (let second = 0; second < 60; second += 1) {
      const mos = second < 40 ? 4.3 - (second % 5) * 0.04 : 3.1 + (second % 3) * 0.15;
      const quality = {
        rttMs: 182,
        jitterMs: 34,
        lossPercent: 3.4,
        mos,
        warnings: second < 42 ? [] : (['high-jitter'] as const),
      };
      phone.put({ ...TALKING, quality });
      await bar.updateComplete;
      await bar.shadowRoot!.querySelector('ringback-softphone-health')!.updateComplete;
    }
  },
});
export const Keys = opened('keys');
export const Numbers = opened('numbers', { numbers: ['+380 50 111 22 33', '(044) 123-45-67'] });
export const NoNumbers = opened('numbers', { numbers: [] });
export const Place = opened('place');
export const More = opened('more');
