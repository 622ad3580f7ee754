import { type Call, RingbackError, type CallWithMatches, type PhoneCall } from '@ringback/model';
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

function type(field: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
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
    type(await found<HTMLInputElement>(canvasElement, '#field-name'), 'Оксана');
    type(await found<HTMLSelectElement>(canvasElement, '#field-kind'), 'client');
    type(await found<HTMLInputElement>(canvasElement, '#field-phones'), PARTIES.oksana.phones[0]!);
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

/** Open deals, tasks and a script of Oksana's own, who talks. */
function customer(more: Parameters<typeof createFakeBackend>[0] = {}): Scene {
  const live = [talk(LIVE_CALLS.connected)];
  const { deals, tasks, settings } = createFakeBackend().crm;
  const stage = { id: 'offer', name: 'Offer', outcome: 'open' } as const;
  const party = { id: PARTIES.oksana.id, name: PARTIES.oksana.name };
  const script = {
    id: 'hello',
    name: 'Вітання',
    kinds: [],
    text: 'Доброго дня, {{party.name}}!\nЧим можу допомогти?',
  };
  const crm = {
    deals: deals.slice(0, 3).map((deal) => ({ ...deal, stage, party })),
    tasks: tasks.slice(0, 2).map((task) => ({ ...task, partyId: party.id, state: 'open' as const })),
    settings: { ...settings, scripts: [script] },
  };
  return { calls: live, backend: createFakeBackend({ live, ...more, crm: { ...crm, ...more.crm } }) };
}

const unfold =
  (block: string): Play =>
  async ({ canvasElement }) => {
    const details = await found<HTMLDetailsElement>(canvasElement, `[data-block=${block}]`);
    if (!details.open) details.querySelector('summary')!.click();
    await found(canvasElement, `[data-block=${block}][open] > :not(summary):not(p[role=status])`);
  };

const VIP = {
  ...PARTIES.oksana,
  tags: ['wholesale'],
  organization: { id: 'party-karpaty', name: PARTIES.karpaty.name },
  responsible: { id: 'agent-andriy', name: 'Андрій Мельник' },
};

export const RingsWithDeals: Story = {
  ...card(() => {
    const { backend } = customer();
    const calls = [{ call: LIVE_CALLS.ringing.call, matches: [{ ...MATCHES.oksana, party: VIP }] }];
    return { calls, backend: createFakeBackend({ live: calls, crm: backend!.crm }) };
  }),
  play: async ({ canvasElement }) => void (await found(canvasElement, '[data-block=deals] .gist')),
};
export const TalkingWithDeals: Story = { ...card(() => customer()), play: unfold('deals') };
export const DealChosen: Story = {
  ...card(() => customer()),
  play: async (context) => {
    await unfold('deals')(context);
    (await found(context.canvasElement, '[data-block=deals] li:nth-child(2) input')).click();
    await found(context.canvasElement, '[aria-label="None of them"], [data-block=deals] fieldset > .record');
  },
};
export const NoDeals: Story = {
  ...card(() => customer({ crm: { deals: [], tasks: [], orders: [] } })),
  play: unfold('deals'),
};
export const TasksOpen: Story = { ...card(() => customer()), play: unfold('tasks') };
export const GoodsViewed: Story = { ...card(() => customer()), play: unfold('viewed') };
export const ToWhichDeal: Story = {
  ...card(() => customer()),
  play: async (context) => {
    await unfold('cart')(context);
    (await found(context.canvasElement, '[data-block=cart] [part=add-to-deal]')).click();
    await found(context.canvasElement, '.choice');
  },
};
export const Orders: Story = { ...card(() => customer()), play: unfold('orders') };
export const Details: Story = { ...card(() => customer()), play: unfold('details') };
export const BlocksLoading: Story = {
  ...card(() => {
    const scene = customer();
    scene.backend!.beSlow();
    return scene;
  }),
  play: async (context) => {
    const details = await found<HTMLDetailsElement>(context.canvasElement, '[data-block=deals]');
    details.querySelector('summary')!.click();
    await found(context.canvasElement, '.more .skeleton');
  },
};
export const BlockFailed: Story = {
  ...card(() => {
    const scene = customer();
    scene.backend!.failNext('deals.list', new RingbackError('bug', 'The host does not answer.'));
    return scene;
  }),
  play: unfold('deals'),
};
export const BlocksOffline: Story = {
  ...card(() => customer({ status: 'offline' })),
  play: unfold('deals'),
};
export const ReadOnly: Story = { ...card(() => customer({ readOnly: true })), play: unfold('viewed') };
export const NoRightToDeals: Story = {
  ...card(() => customer({ without: ['deals', 'tasks', 'processes', 'shop'] })),
  play: async ({ canvasElement }) => void (await found(canvasElement, '[part=outcome]')),
};
export const NeedsComment: Story = {
  ...card(() => customer()),
  play: async ({ canvasElement }) => {
    (await found(canvasElement, '[part=disposition]:nth-child(4)')).click();
    await found(canvasElement, '[part=disposition][aria-pressed=true]');
  },
};
export const FromDirectory: Story = {
  ...card(() => {
    const calls = [{ call: callOf({ id: 'call-firm', number: '+380443339900' }), matches: [] }];
    return { calls };
  }),
  play: async ({ canvasElement }) => void (await found(canvasElement, '[part=directory]')),
};
export const Draft: Story = {
  ...card(() => {
    const calls = [talk({ call: callOf({ id: 'call-draft', number: '+380443339900' }), matches: [] })];
    return { calls };
  }),
  play: async ({ canvasElement }) => void (await found(canvasElement, '[part=confirm]')),
};
export const UnknownWithRegion: Story = card(() => ({
  calls: [
    {
      call: callOf({
        ...{ id: 'call-lviv', number: '+380322970099', lineName: 'Львів' },
        place: { country: 'UA', area: { en: 'Lviv region', uk: 'Львівщина', ru: 'Львовская область' } },
      }),
      matches: [],
    },
  ],
}));
export const PassedOn: Story = card(() => ({
  calls: [
    {
      ...LIVE_CALLS.ringing,
      call: {
        ...LIVE_CALLS.ringing.call,
        transferredBy: { callId: 'c', id: 'agent-andriy', name: 'Андрій Мельник' },
      },
    },
  ],
}));
export const CallAgain: Story = endedCard({ endReason: 'no-answer', durationSeconds: 0 });
export const OwnSlots: Story = {
  render: () => {
    const { calls = [], backend } = customer();
    return html`<ringback-caller-card
      .phone=${createFakePhone({ calls: calls.map((item) => phoneSide(item)) })}
      .backend=${backend!}
      .blocks=${'deals tasks'}
    >
      <strong slot="who">VIP</strong>
      <div slot="blocks">Bonus: 120</div>
    </ringback-caller-card>`;
  },
  play: unfold('deals'),
};

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

function endedCard(how: Partial<Call> = {}): Story {
  const live = [talk(LIVE_CALLS.connected)];
  if (how.endReason) delete live[0]!.call.connectedAt;
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
        ...how,
      });
      await found(canvasElement, '.card.ended');
    },
  };
}
