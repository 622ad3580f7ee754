import { RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import { createFakeBackend, createFakePhone, type FakeBackend } from '@ringback/testing';
import { html } from 'lit';
import type { RingbackDeals } from './deals.ts';
import './ringback-deals.ts';

/** Of the sample data's own time. */
const clock = () => new Date('2026-11-23T09:00:00.000Z');

/** The scene is set anew each time the story is shown. */
function deals(
  backend: () => FakeBackend | undefined,
  show: 'board' | 'list' = 'board',
): StoryObj<RingbackDeals> {
  return {
    render: () =>
      html`<ringback-deals
        show=${show}
        .clock=${clock}
        .phone=${createFakePhone()}
        .backend=${backend()}
      ></ringback-deals>`,
  };
}

const meta: Meta<RingbackDeals> = { title: 'Elements/Deals', component: 'ringback-deals' };
export default meta;
type Story = StoryObj<RingbackDeals>;

const sample = () => createFakeBackend().crm.deals;
const MANY = () =>
  Array.from({ length: 500 }, (_, index) => ({ ...sample()[index % 60]!, id: `many-${index}` }));

export const Board: Story = deals(() => createFakeBackend());
export const List: Story = deals(() => createFakeBackend(), 'list');
export const Many: Story = deals(() => createFakeBackend({ crm: { deals: MANY() } }));
export const One: Story = deals(() => createFakeBackend({ crm: { deals: sample().slice(0, 1) } }));
export const Empty: Story = deals(() => createFakeBackend({ crm: { deals: [] } }));
export const ReadOnly: Story = deals(() => createFakeBackend({ readOnly: true }));
export const NoRight: Story = deals(() => createFakeBackend({ without: ['deals'] }));
export const SignedOut: Story = deals(() => createFakeBackend({ status: 'signed-out' }));
export const Loading: Story = deals(() => {
  const backend = createFakeBackend();
  backend.beSlow();
  return backend;
});
export const Failed: Story = deals(() => {
  const backend = createFakeBackend();
  backend.failNext('deals.board', new RingbackError('bug', 'Something broke.'));
  return backend;
});
export const Offline: Story = {
  ...Board,
  play: async ({ canvasElement }) => {
    const element = canvasElement.querySelector('ringback-deals')!;
    await element.updateComplete;
    (element.backend as FakeBackend).goOffline();
    await element.updateComplete;
  },
};
