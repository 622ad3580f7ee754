import { RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import { createFakeBackend, createFakePhone, type FakeBackend } from '@ringback/testing';
import { html } from 'lit';
import type { RingbackDealCard } from './deal-card.ts';
import './ringback-deal-card.ts';

/** The scene is set anew each time the story is shown. */
function card(backend: () => FakeBackend | undefined, id = 'deal-2'): StoryObj<RingbackDealCard> {
  return {
    render: () =>
      html`<ringback-deal-card
        deal-id=${id}
        .phone=${createFakePhone()}
        .backend=${backend()}
      ></ringback-deal-card>`,
  };
}

const meta: Meta<RingbackDealCard> = { title: 'Elements/Deal card', component: 'ringback-deal-card' };
export default meta;
type Story = StoryObj<RingbackDealCard>;

export const Open: Story = card(() => createFakeBackend());
export const Won: Story = card(() => createFakeBackend(), 'deal-4');
export const Lost: Story = card(() => createFakeBackend(), 'deal-5');
export const ReadOnly: Story = card(() => createFakeBackend({ readOnly: true }));
export const Gone: Story = card(() => createFakeBackend(), 'deal-none');
export const NoRight: Story = card(() => createFakeBackend({ without: ['deals'] }));
export const SignedOut: Story = card(() => createFakeBackend({ status: 'signed-out' }));
export const New: Story = {
  render: () =>
    html`<ringback-deal-card
      .phone=${createFakePhone()}
      .backend=${createFakeBackend()}
    ></ringback-deal-card>`,
  play: async ({ canvasElement }) => {
    const element = canvasElement.querySelector('ringback-deal-card')!;
    element.create({ partyId: 'party-1', name: 'Оксана' });
    await element.updateComplete;
  },
};
export const Loading: Story = card(() => {
  const backend = createFakeBackend();
  backend.beSlow();
  return backend;
});
export const Failed: Story = card(() => {
  const backend = createFakeBackend();
  backend.failNext('deals.get', new RingbackError('bug', 'Something broke.'));
  return backend;
});
export const Offline: Story = {
  ...Open,
  play: async ({ canvasElement }) => {
    const element = canvasElement.querySelector('ringback-deal-card')!;
    await element.updateComplete;
    (element.backend as FakeBackend).goOffline();
    await element.updateComplete;
  },
};
