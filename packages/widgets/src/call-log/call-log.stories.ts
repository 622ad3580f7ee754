import { RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import {
  CALL_LOG,
  callOf,
  createFakeBackend,
  createFakePhone,
  type FakeBackend,
  FIXTURE_NOW,
  PARTIES,
} from '@ringback/testing';
import { html } from 'lit';
import type { RingbackCallLog } from './call-log.ts';
import './ringback-call-log.ts';

/** The scene is set anew each time the story is shown. */
function log(backend: () => FakeBackend | undefined): StoryObj<RingbackCallLog> {
  return {
    render: () =>
      html`<ringback-call-log .phone=${createFakePhone()} .backend=${backend()}></ringback-call-log>`,
  };
}

const meta: Meta<RingbackCallLog> = { title: 'Elements/Call log', component: 'ringback-call-log' };
export default meta;
type Story = StoryObj<RingbackCallLog>;

async function found(canvas: HTMLElement, selector: string): Promise<HTMLElement> {
  const element = canvas.querySelector('ringback-call-log')!;
  for (;;) {
    await element.updateComplete;
    const one = element.shadowRoot!.querySelector<HTMLElement>(selector);
    if (one) return one;
    await new Promise(requestAnimationFrame);
  }
}

const MANY = Array.from({ length: 2000 }, (_, index) => {
  const call = CALL_LOG[index % CALL_LOG.length]!;
  const startedAt = new Date(FIXTURE_NOW - index * 47 * 60_000).toISOString();
  return { ...call, id: `many-${index}`, startedAt };
});

const ODD = [
  callOf({
    id: 'odd-1',
    state: 'connected',
    number: PARTIES.longName.phones[0]!,
    startedAt: new Date(Date.now() - 95_000).toISOString(),
    connectedAt: new Date(Date.now() - 87_000).toISOString(),
    party: { system: 'local', id: PARTIES.longName.id, name: PARTIES.longName.name, kind: 'partner' },
  }),
  callOf({
    id: 'odd-2',
    state: 'ended',
    endReason: 'missed',
    number: '',
    startedAt: new Date(FIXTURE_NOW - 1000).toISOString(),
  }),
  callOf({
    id: 'odd-3',
    state: 'ended',
    endReason: 'completed',
    number: PARTIES.script.phones[0]!,
    durationSeconds: 3723,
    party: { system: 'local', id: PARTIES.script.id, name: PARTIES.script.name, kind: 'VIP' },
    startedAt: new Date(FIXTURE_NOW - 2000).toISOString(),
    comment:
      'Довга розмова про все: чайники, доставку, повернення, знижку постійного покупця й про те, що минулого разу забули вкласти чек у коробку.',
  }),
  callOf({
    id: 'odd-4',
    state: 'ended',
    endReason: 'missed',
    claimedName: 'Ірина з Полтави',
    number: '+380532501122',
    startedAt: new Date(FIXTURE_NOW - 3000).toISOString(),
  }),
];

export const Default: Story = log(() => createFakeBackend());
export const Paged: Story = log(() => createFakeBackend({ calls: MANY }));
export const Unusual: Story = log(() => createFakeBackend({ calls: ODD }));
export const OpenRow: Story = {
  ...log(() => createFakeBackend()),
  play: async ({ canvasElement }) => {
    (await found(canvasElement, '[data-id=log-1] [part=open]')).click();
    await found(canvasElement, '[part=comment-field]');
  },
};
export const ToCallBack: Story = {
  ...log(() => createFakeBackend()),
  play: async ({ canvasElement }) => {
    (await found(canvasElement, '[part=todo]')).click();
    (await found(canvasElement, '[data-id=missed-1] [data-action=dismiss]')).click();
    await found(canvasElement, '[part=dismiss]');
  },
};
export const Options: Story = {
  ...log(() => createFakeBackend()),
  play: async ({ canvasElement }) => {
    (await found(canvasElement, '[part=options]')).click();
    await found(canvasElement, '[part=file]');
  },
};
export const One: Story = log(() => createFakeBackend({ calls: CALL_LOG.slice(0, 1) }));
export const NothingInFilter: Story = {
  ...log(() => createFakeBackend({ calls: CALL_LOG.filter((call) => call.endReason !== 'missed') })),
  play: async ({ canvasElement }) => {
    const which = (await found(canvasElement, '[data-filter=which]')) as HTMLSelectElement;
    which.value = 'missed';
    which.dispatchEvent(new Event('change'));
    await found(canvasElement, '[part=message]');
  },
};
export const Empty: Story = log(() => createFakeBackend({ calls: [] }));
export const Loading: Story = log(() => undefined);
export const Failed: Story = log(failing);
export const Stale: Story = log(() => createFakeBackend({ status: 'offline' }));
export const NoRight: Story = log(() => {
  const backend = createFakeBackend({ missed: null, without: ['recordings', 'exports', 'views'] });
  backend.failNext('calls.list', new RingbackError('forbidden', 'No.'));
  return backend;
});
export const SignedOut: Story = log(() => createFakeBackend({ status: 'signed-out' }));

function failing(): FakeBackend {
  const backend = createFakeBackend();
  backend.failNext('calls.list', new RingbackError('bug', 'Broken.'));
  return backend;
}

/** The PBX sends messages. */
function writing(): FakeBackend {
  const backend = createFakeBackend();
  if (backend.timeline) backend.timeline.message = async (id) => callOf({ id });
  return backend;
}

export const WriteToMissed: Story = {
  ...log(writing),
  play: async ({ canvasElement }) => {
    (await found(canvasElement, '[part=todo]')).click();
    (await found(canvasElement, '[data-id=missed-1] [data-action=message]')).click();
    await found(canvasElement, '[part=write]');
  },
};

/** The details of a call, with its way unfolded. */
function way(id: string, backend: () => FakeBackend): Story {
  return {
    ...log(backend),
    play: async ({ canvasElement }) => {
      (await found(canvasElement, `[data-id=${id}] [part=open]`)).click();
      (await found(canvasElement, '[part=way] summary')).click();
      await found(canvasElement, '[part=way] :is(li, button)');
    },
  };
}

export const Way = way('log-1', () => createFakeBackend());
export const WayToNobody = way('log-2', () => createFakeBackend());
export const WayFailed = way('log-1', () => {
  const backend = createFakeBackend();
  backend.failNext('routing.ofCall', new RingbackError('unavailable', 'Away.'));
  return backend;
});
export const WayOfMissed: Story = {
  ...log(() => createFakeBackend()),
  play: async ({ canvasElement }) => {
    (await found(canvasElement, '[part=todo]')).click();
    (await found(canvasElement, '[data-id=missed-1] [part=open]')).click();
    (await found(canvasElement, '[part=way] summary')).click();
    await found(canvasElement, '[part=way] li');
  },
};
