import { type Party, RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import { createFakeBackend, createFakePhone, type FakeBackend, PARTIES } from '@ringback/testing';
import { html } from 'lit';
import type { RingbackPartyCard } from './party-card.ts';
import './ringback-party-card.ts';

const FIRM: Party = { ...PARTIES.karpaty, nature: 'organization', taxId: '12345678', tags: ['wholesale'] };
const person = (id: string, name: string, main: boolean): Party => ({
  ...{ ...PARTIES.mariya, id, name, main, nature: 'person', email: `${id}@ice.example` },
  organization: { id: FIRM.id, name: FIRM.name },
});
const FIRM_PEOPLE = [FIRM, person('p-1', 'Ігор Лід', true), person('p-2', 'Ганна Сніг', false)];
const DRAFT: Party = {
  ...{ ...PARTIES.mariya, id: 'p-draft', nature: 'person', name: 'Світанок' },
  draft: { source: 'Жовті сторінки', url: 'https://yellow.example/firm/1' },
};

/** The scene is set anew each time the story is shown. */
function card(backend: () => FakeBackend, id: string = PARTIES.oksana.id): StoryObj<RingbackPartyCard> {
  return {
    render: () =>
      html`<ringback-party-card
        party-id=${id}
        .phone=${createFakePhone()}
        .backend=${backend()}
      ></ringback-party-card>`,
  };
}

/** With a tab chosen, and what is in it. */
const withTab = (story: StoryObj<RingbackPartyCard>, tab: string): StoryObj<RingbackPartyCard> => ({
  ...story,
  play: ({ canvasElement }) => pressLater(canvasElement, `[data-tab=${tab}]`),
});

async function pressLater(canvas: HTMLElement, selector: string): Promise<void> {
  const element = canvas.querySelector('ringback-party-card')!;
  const find = () => element.renderRoot.querySelector<HTMLElement>(selector);
  while (!find()) await new Promise(requestAnimationFrame);
  find()!.click();
  await element.updateComplete;
  while (element.renderRoot.querySelector('[aria-busy=true]')) await new Promise(requestAnimationFrame);
}

const meta: Meta<RingbackPartyCard> = { title: 'Elements/Customer card', component: 'ringback-party-card' };
export default meta;
type Story = StoryObj<RingbackPartyCard>;

export const Open: Story = card(() => createFakeBackend());
export const Firm: Story = withTab(
  card(() => createFakeBackend({ parties: FIRM_PEOPLE }), FIRM.id),
  'people',
);
export const Incomplete: Story = card(() => createFakeBackend({ parties: [DRAFT] }), DRAFT.id);
export const LongName: Story = card(() => createFakeBackend(), PARTIES.longName.id);
export const Deals: Story = withTab(
  card(() => createFakeBackend()),
  'deals',
);
export const Communications: Story = withTab(
  card(() => createFakeBackend()),
  'communications',
);
export const Letters: Story = withTab(
  card(() => createFakeBackend()),
  'letters',
);
export const Orders: Story = withTab(
  card(() => createFakeBackend()),
  'orders',
);
export const Documents: Story = withTab(
  card(() => createFakeBackend()),
  'documents',
);
export const Changes: Story = withTab(
  card(() => createFakeBackend()),
  'history',
);
export const Duplicates: Story = {
  ...card(() => createFakeBackend()),
  play: async ({ canvasElement }) => {
    await pressLater(canvasElement, '[data-merge]');
    await pressLater(canvasElement, '[data-same]');
  },
};
export const New: Story = {
  render: () =>
    html`<ringback-party-card
      .phone=${createFakePhone()}
      .backend=${createFakeBackend()}
    ></ringback-party-card>`,
  play: async ({ canvasElement }) => {
    const element = canvasElement.querySelector('ringback-party-card')!;
    element.create({ number: PARTIES.oksana.phones[0], name: 'Оксана' });
    while (!element.renderRoot.querySelector('[data-same]')) await new Promise(requestAnimationFrame);
  },
};
export const ReadOnly: Story = card(() => {
  const backend = createFakeBackend({ readOnly: true });
  const { update: _update, create: _create, merge: _merge, ...parties } = backend.parties!;
  return Object.assign(backend, { parties });
});
export const Nobody: Story = {
  render: () =>
    html`<ringback-party-card
      .phone=${createFakePhone()}
      .backend=${createFakeBackend()}
    ></ringback-party-card>`,
};
export const Gone: Story = card(() => createFakeBackend(), 'party-none');
export const NoRight: Story = card(() => createFakeBackend({ withParties: false }));
export const SignedOut: Story = card(() => createFakeBackend({ status: 'signed-out' }));
export const Loading: Story = card(() => {
  const backend = createFakeBackend();
  backend.beSlow();
  return backend;
});
export const Failed: Story = card(() => {
  const backend = createFakeBackend();
  backend.failNext('parties.get', new RingbackError('bug', 'Something broke.'));
  return backend;
});
export const Offline: Story = {
  ...Open,
  play: async ({ canvasElement }) => {
    const element = canvasElement.querySelector('ringback-party-card')!;
    while (!element.renderRoot.querySelector('header')) await new Promise(requestAnimationFrame);
    (element.backend as FakeBackend).goOffline();
    await element.updateComplete;
  },
};
