import { RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import '@ringback/softphone/ringback-softphone.js';
import {
  createFakeBackend,
  createFakePhone,
  type FakeBackend,
  LIVE_CALLS,
  PARTIES,
  phoneCallOf,
} from '@ringback/testing';
import { html } from 'lit';
import type { RingbackDesk } from './desk.ts';
import './ringback-desk.ts';

/** The scene is set anew each time the story is shown. */
function desk(backend: () => FakeBackend | undefined, press: string[] = []): StoryObj<RingbackDesk> {
  return {
    render: () =>
      html`<ringback-desk .phone=${createFakePhone()} .backend=${backend()}>
        <p slot="block-rates" title="Rates of the day">1 EUR = 49.20 UAH</p>
      </ringback-desk>`,
    play: async ({ canvasElement }) => {
      const element = canvasElement.querySelector('ringback-desk')!;
      await element.updateComplete;
      for (const selector of press) {
        element.renderRoot.querySelector<HTMLElement>(selector)!.click();
        await element.updateComplete;
      }
    },
  };
}

const meta: Meta<RingbackDesk> = { title: 'Elements/Desk', component: 'ringback-desk' };
export default meta;
type Story = StoryObj<RingbackDesk>;

export const AsItCame: Story = desk(() => createFakeBackend());
/** The bar is not at an edge of the window but here, above the blocks, and so are its calls. */
export const WithTheBar: Story = {
  render: () => {
    const backend = createFakeBackend({ live: [LIVE_CALLS.ringing] });
    const phone = createFakePhone({
      calls: [phoneCallOf({ id: 'call-ringing', number: PARTIES.oksana.phones[0]! })],
    });
    return html`<ringback-desk .phone=${phone} .backend=${backend}>
      <ringback-softphone slot="strip" create="all" .phone=${phone} .backend=${backend}></ringback-softphone>
    </ringback-desk>`;
  },
};
export const Arranging: Story = desk(
  () => createFakeBackend(),
  ['[data-arrange]', '[data-add=rates]', '[data-wide]'],
);
export const Empty: Story = desk(
  () => createFakeBackend(),
  ['[data-arrange]', '[data-remove]', '[data-remove]', '[data-remove]', '[data-remove]', '[data-arrange]'],
);
export const NoRight: Story = desk(() =>
  createFakeBackend({ without: ['tasks', 'leads', 'deals'], withParties: false }),
);
export const NotKept: Story = desk(() => {
  const backend = createFakeBackend();
  backend.failNext('views.create', new RingbackError('unavailable', 'The gateway cannot be reached.'));
  return backend;
}, ['[data-arrange]', '[data-add=funnel]']);
export const SignedOut: Story = desk(() => createFakeBackend({ status: 'signed-out' }));
export const Loading: Story = desk(() => {
  const backend = createFakeBackend();
  backend.beSlow();
  return backend;
});
export const Offline: Story = desk(() => {
  const backend = createFakeBackend();
  backend.goOffline();
  return backend;
});
