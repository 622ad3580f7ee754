import type { AgentStatus, CallWithMatches, PhoneCall, PhoneError, PhoneStatus } from '@ringback/model';
import {
  AGENTS,
  CALLBACK_CALL,
  createDemo,
  createFakeBackend,
  createFakePhone,
  type FakePhone,
  LIVE_CALLS,
  ME,
  PARTIES,
  phoneCallOf,
  recordingOf,
  UNKNOWN_NUMBER,
} from '@ringback/testing';
import type { Meta, StoryObj } from '@ringback/storybook';
import { html } from 'lit';
import './ringback-softphone.ts';
import type { BarDock } from './softphone.events.ts';
import type { RingbackSoftphone } from './softphone.ts';

const agoIso = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

const LIVE = [
  LIVE_CALLS.ringing,
  LIVE_CALLS.connecting,
  LIVE_CALLS.connected,
  LIVE_CALLS.held,
  CALLBACK_CALL,
];
const RINGING = phoneCallOf({ id: 'call-ringing', number: PARTIES.oksana.phones[0]! });
const TALKING = phoneCallOf({
  id: 'call-connected',
  state: 'connected',
  number: PARTIES.oksana.phones[0]!,
  startedAt: agoIso(90),
  connectedAt: agoIso(83),
});
const HELD = phoneCallOf({
  id: 'call-held',
  state: 'held',
  number: PARTIES.karpaty.phones[0]!,
  startedAt: agoIso(400),
  connectedAt: agoIso(388),
});
const DIALLED = phoneCallOf({ id: 'call-connecting', direction: 'out', number: PARTIES.taras.phones[0]! });

interface Scene {
  status?: PhoneStatus;
  error?: PhoneError;
  calls?: PhoneCall[];
  live?: CallWithMatches[];
}

function phoneOf({ status = 'registered', error, calls = [] }: Scene): FakePhone {
  return createFakePhone({ status, calls, agent: AGENTS.olena, ...(error && { error }) });
}

function bar(scene: Scene): StoryObj<RingbackSoftphone> {
  return {
    render: ({ dock }) =>
      html`<ringback-softphone
        dock=${dock}
        .phone=${phoneOf(scene)}
        .backend=${createFakeBackend({ live: scene.live ?? LIVE })}
      ></ringback-softphone>`,
  };
}

const ended = (more: Partial<PhoneCall>) =>
  bar({ calls: [{ ...DIALLED, id: 'ended', state: 'ended', ...more }] });
const failed = (code: PhoneError['code']) => bar({ status: 'failed', error: { code, message: '' } });

const meta: Meta<RingbackSoftphone> = {
  title: 'Elements/Softphone',
  component: 'ringback-softphone',
  args: { dock: 'none' },
  argTypes: { dock: { control: 'inline-radio', options: ['none', 'bottom', 'top', 'start', 'end'] } },
};
export default meta;

export const Ready = bar({});
export const SignedOut = bar({ status: 'signed-out' });
export const Connecting = bar({ status: 'connecting' });
export const Offline = bar({ status: 'offline', error: { code: 'gateway-down', message: '' } });
export const OutOfOrder = failed('pbx-down');
export const MicrophoneRefused = failed('microphone-refused');
export const CredentialRefused = failed('credential-refused');
export const NoPhoneYet: StoryObj<RingbackSoftphone> = {
  render: () => html`<ringback-softphone></ringback-softphone>`,
};

export const Incoming = bar({ calls: [RINGING] });
export const IncomingUnknown = bar({ calls: [phoneCallOf({ number: UNKNOWN_NUMBER })] });
export const IncomingHidden = bar({ calls: [phoneCallOf({ number: '' })] });
export const IncomingCallback = bar({
  calls: [phoneCallOf({ id: 'call-callback', number: PARTIES.taras.phones[0]! })],
});
export const MicrophoneRefusedWhileRinging = bar({
  calls: [{ ...RINGING, error: { code: 'microphone-refused', message: '' } }],
});
export const Calling = bar({ calls: [{ ...DIALLED, state: 'connecting' }] });
export const FarPhoneRings = bar({ calls: [DIALLED] });
export const Talking = bar({ calls: [TALKING] });
export const Muted = bar({ calls: [{ ...TALKING, muted: true }] });
export const OnHold = bar({ calls: [HELD] });
const recorded = (state: 'on' | 'paused'): StoryObj<RingbackSoftphone> => {
  const { call, matches } = LIVE_CALLS.connected;
  const recordings = [{ ...recordingOf('recording', call.id), state }];
  return bar({ calls: [TALKING], live: [{ call: { ...call, recordings }, matches }] });
};
export const Recorded = recorded('on');
/** While the caller says what must not be kept: the number of his card. */
export const RecordingPaused = recorded('paused');
export const Recovering = bar({ status: 'connecting', calls: [{ ...TALKING, recovering: true }] });
export const SecondCallRings = bar({
  calls: [TALKING, { ...RINGING, number: UNKNOWN_NUMBER, id: 'second' }],
});
export const ThreeCalls = bar({
  calls: [TALKING, HELD, { ...RINGING, number: UNKNOWN_NUMBER, id: 'third' }],
});
export const OfflineDuringCall = bar({
  status: 'offline',
  error: { code: 'pbx-down', message: '' },
  calls: [{ ...TALKING, recovering: true }],
});

const DIALLED_COLLEAGUE = phoneCallOf({
  id: 'consultation',
  direction: 'out',
  number: AGENTS.andriy.extension,
  name: AGENTS.andriy.name,
  consultationOf: HELD.id,
});
/** The first caller waits while the colleague is rung, and while he is talked with. */
export const ConsultationRings = bar({ calls: [HELD, DIALLED_COLLEAGUE] });
export const Consulting = bar({
  calls: [HELD, { ...DIALLED_COLLEAGUE, state: 'connected', connectedAt: agoIso(12) }],
});
export const Conference = bar({
  calls: [
    {
      ...TALKING,
      participants: [
        {
          id: 'a',
          number: '101',
          agent: { id: AGENTS.olena.id, name: AGENTS.olena.name },
          state: 'joined',
        },
        { id: 'b', number: PARTIES.oksana.phones[0]!, name: PARTIES.oksana.name, state: 'joined' },
        { id: 'c', number: PARTIES.karpaty.phones[0]!, state: 'joined' },
      ],
    },
  ],
});
export const PoorLine = bar({
  calls: [
    {
      ...TALKING,
      quality: { rttMs: 480, jitterMs: 42, lossPercent: 6.3, mos: 2.9, warnings: ['high-rtt', 'high-loss'] },
    },
  ],
});
/** Cut off in the middle of the talk: it stays until somebody has called back or put it aside. */
export const CutOff = bar({
  calls: [
    {
      ...TALKING,
      state: 'ended',
      endReason: 'failed',
      error: { code: 'media-failed', message: '' },
    },
  ],
});
export const RingingIsSilent: StoryObj<RingbackSoftphone> = {
  render: ({ dock }) => {
    const phone = phoneOf({ calls: [RINGING] });
    phone.tell({ ringBlocked: true });
    return html`<ringback-softphone
      dock=${dock}
      .phone=${phone}
      .backend=${createFakeBackend({ live: LIVE })}
    ></ringback-softphone>`;
  },
};
const withStatus = (status: AgentStatus): StoryObj<RingbackSoftphone> => ({
  render: ({ dock }) =>
    html`<ringback-softphone
      dock=${dock}
      .phone=${phoneOf({})}
      .backend=${createFakeBackend({ me: { ...ME, status } })}
    ></ringback-softphone>`,
});
export const DoNotDisturb = withStatus('do-not-disturb');
export const Away = withStatus('away');
export const MicrophoneAils: StoryObj<RingbackSoftphone> = {
  render: ({ dock }) => {
    const phone = phoneOf({});
    const ok = { state: 'ok' } as const;
    const microphone = { state: 'failed', code: 'microphone-missing' } as const;
    phone.tell({ health: { microphone, socket: ok, registration: ok, media: { state: 'unknown' } } });
    return html`<ringback-softphone
      dock=${dock}
      .phone=${phone}
      .backend=${createFakeBackend()}
    ></ringback-softphone>`;
  },
};

const docked = (dock: BarDock, collapsed = false, calls: PhoneCall[] = []): StoryObj<RingbackSoftphone> => ({
  parameters: { docs: { story: { inline: false, height: '280px' } } },
  render: () =>
    html`<ringback-softphone
      dock=${dock}
      ?collapsed=${collapsed}
      .phone=${phoneOf({ calls })}
      .backend=${createFakeBackend({ live: LIVE })}
    ></ringback-softphone>`,
});
export const DockedTop = docked('top');
export const DockedStart = docked('start');
export const DockedEnd = docked('end', false, [TALKING]);
export const Folded = docked('bottom', true);
export const FoldedRinging = docked('bottom', true, [RINGING]);

/** Right to left, in words that only look foreign: what is mirrored, and what must not be. */
export const RightToLeft: StoryObj<RingbackSoftphone> = {
  render: () =>
    html`<div dir="rtl">
      <ringback-softphone
        .phone=${phoneOf({ calls: [TALKING, { ...RINGING, name: 'אסנת כהן', number: UNKNOWN_NUMBER }] })}
        .backend=${createFakeBackend({ live: LIVE })}
      ></ringback-softphone>
    </div>`,
};

export const EndedBusy = ended({ endReason: 'busy' });
export const EndedNormally = ended({ endReason: 'completed' });
export const EndedUnreachable = ended({ endReason: 'failed', error: { code: 'unreachable', message: '' } });
export const EndedNotRecovered = ended({
  endReason: 'failed',
  error: { code: 'not-recovered', message: '' },
});
export const Missed = ended({ endReason: 'missed', direction: 'in', number: UNKNOWN_NUMBER });

export const LongName = bar({
  calls: [{ ...TALKING, id: 'long', number: PARTIES.longName.phones[0]!, name: PARTIES.longName.name }],
});
export const ScriptInName = bar({ calls: [{ ...RINGING, id: 'script', name: PARTIES.script.name }] });

/** A number that is none was dialled: it stays, with a sentence. */
export const NumberRefused: StoryObj<RingbackSoftphone> = {
  ...bar({}),
  play: async ({ canvasElement }) => {
    const element = canvasElement.querySelector('ringback-softphone')!;
    await element.updateComplete;
    const field = element.shadowRoot!.querySelector('input')!;
    field.value = 'call mum';
    field.dispatchEvent(new Event('input'));
    element.shadowRoot!.querySelector('form')!.requestSubmit();
    await element.updateComplete;
  },
};

/** Fixed at the window's lower edge, as the script tag mounts it. Dial any number: it rings and is answered by itself. */
export const Alive: StoryObj<RingbackSoftphone> = {
  args: { dock: 'bottom' },
  // In a frame of its own on the docs page, or it would stand at the edge of that page.
  parameters: { docs: { story: { inline: false, height: '240px' } } },
  render: ({ dock }) => {
    const demo = createDemo();
    return html`<button @click=${() => demo.ring()}>Let a customer call</button>
      <ringback-softphone dock=${dock} .phone=${demo.phone} .backend=${demo.backend}></ringback-softphone>`;
  },
};
