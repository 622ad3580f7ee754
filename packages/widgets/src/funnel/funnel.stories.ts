import { RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import { createFakeBackend, createFakePhone, type FakeBackend, FIXTURE_NOW } from '@ringback/testing';
import { html } from 'lit';
import type { RingbackFunnel } from './funnel.ts';
import './ringback-funnel.ts';

/** The scene is set anew each time the story is shown. */
function funnel(backend: () => FakeBackend, by = 'responsible', of = 'deals'): StoryObj<RingbackFunnel> {
  return {
    render: () =>
      html`<ringback-funnel
        of=${of}
        by=${by}
        .clock=${() => new Date(FIXTURE_NOW)}
        .phone=${createFakePhone()}
        .backend=${backend()}
      ></ringback-funnel>`,
  };
}

const meta: Meta<RingbackFunnel> = { title: 'Elements/Funnel', component: 'ringback-funnel' };
export default meta;
type Story = StoryObj<RingbackFunnel>;

export const Many: Story = funnel(() => createFakeBackend());
export const BySource: Story = funnel(() => createFakeBackend(), 'source');
export const OfLeads: Story = funnel(() => createFakeBackend(), 'source', 'leads');
export const NoLeads: Story = funnel(() => createFakeBackend({ crm: { leads: [] } }), 'source', 'leads');
export const One: Story = funnel(() => {
  const backend = createFakeBackend();
  backend.crm.deals.splice(1);
  return backend;
});
export const Empty: Story = funnel(() => createFakeBackend({ crm: { deals: [] } }));
export const NoHistory: Story = funnel(() => {
  const backend = createFakeBackend();
  const { funnel: _funnel, ...deals } = backend.deals!;
  return Object.assign(backend, { deals });
});
export const NoRight: Story = funnel(() => {
  const backend = createFakeBackend();
  backend.failNext('deals.funnel', new RingbackError('forbidden', 'No.'));
  return backend;
});
export const SignedOut: Story = funnel(() => createFakeBackend({ status: 'signed-out' }));
export const Loading: Story = funnel(() => {
  const backend = createFakeBackend();
  backend.beSlow();
  return backend;
});
export const Failed: Story = funnel(() => {
  const backend = createFakeBackend();
  backend.failNext('deals.funnel', new RingbackError('bug', 'Something broke.'));
  return backend;
});
export const Offline: Story = {
  ...Many,
  play: async ({ canvasElement }) => {
    const element = canvasElement.querySelector('ringback-funnel')!;
    while (!element.renderRoot.querySelector('table')) await new Promise(requestAnimationFrame);
    (element.backend as FakeBackend).goOffline();
    await element.updateComplete;
  },
};
