import { RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import { createFakeBackend, createFakePhone, type FakeBackend } from '@ringback/testing';
import { html } from 'lit';
import type { RingbackLeads } from './leads.ts';
import './ringback-leads.ts';

/** The scene is set anew each time the story is shown. */
function leads(backend: () => FakeBackend | undefined): StoryObj<RingbackLeads> {
  return {
    render: () => html`<ringback-leads .phone=${createFakePhone()} .backend=${backend()}></ringback-leads>`,
  };
}

const meta: Meta<RingbackLeads> = { title: 'Elements/Leads', component: 'ringback-leads' };
export default meta;
type Story = StoryObj<RingbackLeads>;

const [FIRST] = createFakeBackend().crm.leads;
const MANY = Array.from({ length: 2000 }, (_, index) => ({ ...FIRST!, id: `many-${index}` }));

async function found(canvas: HTMLElement, selector: string): Promise<HTMLElement> {
  const element = canvas.querySelector('ringback-leads')!;
  for (;;) {
    await element.updateComplete;
    const one = element.shadowRoot!.querySelector<HTMLElement>(selector);
    if (one) return one;
    await new Promise(requestAnimationFrame);
  }
}
async function unattended(canvas: HTMLElement): Promise<void> {
  const which = (await found(canvas, '[data-filter=which]')) as HTMLSelectElement;
  which.value = 'unattended';
  which.dispatchEvent(new Event('change'));
}

export const Some: Story = leads(() => createFakeBackend());
export const Many: Story = leads(() => createFakeBackend({ crm: { leads: MANY } }));
export const One: Story = leads(() => createFakeBackend({ crm: { leads: [FIRST!] } }));
export const New: Story = {
  ...leads(() => createFakeBackend()),
  play: async ({ canvasElement }) => {
    (await found(canvasElement, '[part=add]')).click();
    await found(canvasElement, '#field-name');
  },
};
export const Unattended: Story = {
  ...leads(() => createFakeBackend()),
  play: ({ canvasElement }) => unattended(canvasElement),
};
export const Converting: Story = {
  ...leads(() => createFakeBackend()),
  play: async ({ canvasElement }) => (await found(canvasElement, '[data-action=convert]')).click(),
};
export const Rejecting: Story = {
  ...leads(() => createFakeBackend()),
  play: async ({ canvasElement }) => (await found(canvasElement, '[data-action=reject]')).click(),
};
export const Leaving: Story = {
  ...leads(() => createFakeBackend()),
  play: async ({ canvasElement }) => {
    (await found(canvasElement, '[data-action=convert]')).click();
    ((await found(canvasElement, '[name=deal]')) as HTMLInputElement).value = 'Tea for the office';
    (await found(canvasElement, 'dialog .buttons [type=button]')).click();
    await found(canvasElement, '[data-leave]');
  },
};
export const Empty: Story = leads(() => createFakeBackend({ crm: { leads: [] } }));
export const ReadOnly: Story = leads(() => createFakeBackend({ readOnly: true }));
export const NoRight: Story = leads(() => createFakeBackend({ without: ['leads'] }));
export const SignedOut: Story = leads(() => createFakeBackend({ status: 'signed-out' }));
export const Offline: Story = leads(() => createFakeBackend({ status: 'offline' }));
export const Loading: Story = leads(() => {
  const backend = createFakeBackend();
  backend.beSlow();
  return backend;
});
export const Failed: Story = leads(() => {
  const backend = createFakeBackend();
  backend.failNext('leads.list', new RingbackError('bug', 'Something broke.'));
  return backend;
});
