import { RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import { createFakeBackend, createFakePhone, type FakeBackend, PARTIES } from '@ringback/testing';
import { html } from 'lit';
import type { RingbackPartyList } from './party-list.ts';
import './ringback-party-list.ts';

/** The scene is set anew each time the story is shown. */
function list(backend: () => FakeBackend | undefined): StoryObj<RingbackPartyList> {
  return {
    render: () =>
      html`<ringback-party-list .phone=${createFakePhone()} .backend=${backend()}></ringback-party-list>`,
  };
}

const meta: Meta<RingbackPartyList> = { title: 'Elements/Customers', component: 'ringback-party-list' };
export default meta;
type Story = StoryObj<RingbackPartyList>;

const MANY = Array.from({ length: 2000 }, (_, index) => ({
  ...Object.values(PARTIES)[index % Object.values(PARTIES).length]!,
  id: `many-${index}`,
}));

export const Some: Story = list(() => createFakeBackend());
export const Many: Story = list(() => createFakeBackend({ parties: MANY }));
export const One: Story = list(() => createFakeBackend({ parties: [PARTIES.longName] }));
export const Empty: Story = list(() => createFakeBackend({ parties: [] }));
export const NoRight: Story = list(() => createFakeBackend({ withParties: false }));
export const SignedOut: Story = list(() => createFakeBackend({ status: 'signed-out' }));
export const Loading: Story = list(() => {
  const backend = createFakeBackend();
  backend.beSlow();
  return backend;
});
export const Failed: Story = list(() => {
  const backend = createFakeBackend();
  backend.failNext('parties.list', new RingbackError('bug', 'Something broke.'));
  return backend;
});
