import { RingbackError, type CallWithMatches, type PhoneCall } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import {
  AMBIGUOUS_CALL,
  CALLBACK_CALL,
  callOf,
  createFakeBackend,
  createFakePhone,
  type FakeBackend,
  type FakePhone,
  LIVE_CALLS,
  matchOf,
  MATCHES,
  PARTIES,
  phoneCallOf,
  UNKNOWN_CALL,
  UNKNOWN_NUMBER,
} from '@ringback/testing';
import { html } from 'lit';
import type { RingbackCallerCard } from './caller-card.ts';
import './ringback-caller-card.ts';

const agoIso = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

/** The phone's side of a call that the backend tells of. */
function phoneSide({ call }: CallWithMatches, more: Partial<PhoneCall> = {}): PhoneCall {
  return phoneCallOf({
    id: call.id,
    direction: call.callback ? 'in' : call.direction,
    state: call.state,
    number: call.number,
    ...(call.connectedAt ? { connectedAt: agoIso(127) } : {}),
    ...more,
  });
}

const talk = (item: CallWithMatches): CallWithMatches => ({
  ...item,
  call: { ...item.call, state: 'connected', connectedAt: agoIso(127) },
});

interface Scene {
  calls?: readonly CallWithMatches[];
  phone?: FakePhone;
  backend?: FakeBackend;
  standing?: boolean;
}

/** The scene is set anew each time the story is shown. */
function card(scene: () => Scene): StoryObj<RingbackCallerCard> {
  return {
    render: () => {
      const { calls = [], phone, backend, standing = false } = scene();
      return html`<ringback-caller-card
        ?standing=${standing}
        .phone=${phone ?? createFakePhone({ calls: calls.map((item) => phoneSide(item)) })}
        .backend=${backend ?? createFakeBackend({ live: calls })}
      ></ringback-caller-card>`;
    },
  };
}

const meta: Meta<RingbackCallerCard> = {
  title: 'Elements/Caller card',
  component: 'ringback-caller-card',
  argTypes: { standing: { control: 'boolean' } },
};
export default meta;
type Story = StoryObj<RingbackCallerCard>;
type Play = NonNullable<Story['play']>;

const root = (canvas: HTMLElement): ShadowRoot => canvas.querySelector('ringback-caller-card')!.shadowRoot!;

async function drawn(canvas: HTMLElement): Promise<void> {
  await canvas.querySelector('ringback-caller-card')!.updateComplete;
}

async function found<T extends HTMLElement>(canvas: HTMLElement, selector: string): Promise<T> {
  for (;;) {
    await drawn(canvas);
    const element = root(canvas).querySelector<T>(selector);
    if (element) return element;
    await new Promise(requestAnimationFrame);
  }
}

const press =
  (selector: string): Play =>
  async ({ canvasElement }) =>
    (await found(canvasElement, selector)).click();

function type(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

export const Default: Story = card(() => ({ calls: [LIVE_CALLS.ringing] }));
export const Callback: Story = card(() => ({ calls: [CALLBACK_CALL] }));
export const UnknownRings: Story = card(() => ({ calls: [UNKNOWN_CALL] }));
export const UnknownWithClaim: Story = card(() => ({
  calls: [{ call: callOf({ id: 'call-claim', claimedName: 'Ірина з Полтави' }), matches: [] }],
}));
export const HiddenNumber: Story = card(() => ({
  calls: [{ call: callOf({ id: 'call-hidden', number: '' }), matches: [] }],
}));
export const Several: Story = card(() => ({ calls: [AMBIGUOUS_CALL] }));
export const LookingUp: Story = card(() => ({
  phone: createFakePhone({ calls: [phoneCallOf({ id: 'call-early', number: UNKNOWN_NUMBER })] }),
  backend: slowBackend(),
}));
export const LookUpFailed: Story = {
  ...card(() => ({
    phone: createFakePhone({ calls: [phoneCallOf({ id: 'call-lost', number: UNKNOWN_NUMBER })] }),
    backend: createFakeBackend({ live: [] }),
  })),
  play: async ({ canvasElement }) => void (await found(canvasElement, '.hint.unknown')),
};
export const Offline: Story = card(() => ({
  phone: createFakePhone({ calls: [phoneCallOf({ id: 'call-offline', number: UNKNOWN_NUMBER })] }),
  backend: createFakeBackend({ live: [], status: 'offline' }),
}));
export const SignedOut: Story = card(() => ({
  phone: createFakePhone({ calls: [phoneCallOf({ id: 'call-signed-out', number: UNKNOWN_NUMBER })] }),
  backend: createFakeBackend({ live: [], status: 'signed-out' }),
}));
export const Talking: Story = card(() => ({ calls: [talk(LIVE_CALLS.connected)] }));
export const Outgoing: Story = card(() => ({ calls: [LIVE_CALLS.connecting] }));
export const OnHold: Story = card(() => ({
  calls: [{ ...LIVE_CALLS.held, call: { ...LIVE_CALLS.held.call, connectedAt: agoIso(300) } }],
}));
export const LongName: Story = card(() => ({
  calls: [
    talk({
      call: callOf({ id: 'call-long', number: PARTIES.longName.phones[0]! }),
      matches: [matchOf(PARTIES.longName)],
    }),
  ],
}));
export const ScriptInName: Story = card(() => ({
  calls: [
    {
      call: callOf({ id: 'call-script', number: PARTIES.script.phones[0]! }),
      matches: [matchOf(PARTIES.script)],
    },
  ],
}));
export const UnknownTalking: Story = card(() => ({ calls: [talk(UNKNOWN_CALL)] }));
export const ChooseExisting: Story = {
  ...card(() => ({ calls: [talk(UNKNOWN_CALL)] })),
  play: async (context) => {
    await press('[part=identify-choose]')(context);
    type(await found<HTMLInputElement>(context.canvasElement, '#search'), 'ко');
    await found(context.canvasElement, '.option');
  },
};
export const CreateNew: Story = {
  ...card(() => ({ calls: [talk(UNKNOWN_CALL)] })),
  play: press('[part=identify-create]'),
};
export const NumberTaken: Story = {
  ...card(() => ({ calls: [talk(UNKNOWN_CALL)], backend: unwillingBackend() })),
  play: async (context) => {
    await press('[part=identify-create]')(context);
    const { canvasElement } = context;
    type(await found<HTMLInputElement>(canvasElement, '#name'), 'Оксана');
    (await found<HTMLSelectElement>(canvasElement, '#kind')).value = 'client';
    type(await found<HTMLInputElement>(canvasElement, '#phone'), PARTIES.oksana.phones[0]!);
    await press('[part=create]')(context);
    await found(canvasElement, '.candidate');
  },
};
export const NoRight: Story = card(() => ({
  calls: [talk(UNKNOWN_CALL)],
  backend: createFakeBackend({ live: [talk(UNKNOWN_CALL)], withParties: false }),
}));
export const KeptOffline: Story = {
  ...card(() => ({
    calls: [talk(LIVE_CALLS.connected)],
    backend: createFakeBackend({ live: [talk(LIVE_CALLS.connected)], status: 'offline' }),
  })),
  play: async ({ canvasElement }) => {
    type(await found<HTMLTextAreaElement>(canvasElement, '#comment'), 'Хоче два чайники, доставка в суботу.');
    await found(canvasElement, '[part=save-state].waiting');
  },
};
export const NeverAsked: Story = {
  ...card(() => ({ calls: [talk(CALLBACK_CALL)] })),
  play: press('[part=disown]'),
};
export const Ended: Story = endedCard();
export const TwoCalls: Story = card(() => ({
  calls: [
    { ...LIVE_CALLS.held, call: { ...LIVE_CALLS.held.call, connectedAt: agoIso(300) } },
    { call: callOf({ id: 'call-second', number: PARTIES.taras.phones[0]! }), matches: [MATCHES.taras] },
  ],
}));
export const Empty: Story = card(() => ({ standing: true }));

function slowBackend(): FakeBackend {
  const backend = createFakeBackend({ live: [] });
  backend.beSlow();
  return backend;
}

function unwillingBackend(): FakeBackend {
  const backend = createFakeBackend({ live: [talk(UNKNOWN_CALL)] });
  backend.failNext('parties.create', new RingbackError('conflict', 'This number belongs to another record.'));
  return backend;
}

function endedCard(): Story {
  const live = [talk(LIVE_CALLS.connected)];
  return {
    ...card(() => ({ phone: createFakePhone(), backend: createFakeBackend({ live }) })),
    play: async ({ canvasElement }) => {
      await found(canvasElement, '.card.talk');
      const backend = canvasElement.querySelector('ringback-caller-card')!.backend as FakeBackend;
      backend.putCall({
        ...LIVE_CALLS.connected.call,
        state: 'ended',
        endReason: 'completed',
        durationSeconds: 187,
        comment: 'Уточнила адресу доставки.',
        version: 9,
      });
      await found(canvasElement, '.card.ended');
    },
  };
}
