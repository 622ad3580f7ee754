import { type Letter, RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import { createFakeBackend, createFakePhone, type FakeBackend, PARTIES } from '@ringback/testing';
import { html } from 'lit';
import type { RingbackLetters } from './letters.ts';
import './ringback-letters.ts';

const LETTER: Letter = {
  ...{ system: 'local', id: 'one', direction: 'in', from: 'oksana@example.com', to: ['crm@tea.example'] },
  ...{ subject: 'Умови доставки', text: 'Доброго дня!\nКоли приїде чай?', at: '2026-11-23T08:00:00.000Z' },
  ...{ partyId: PARTIES.oksana.id, threadId: 'thread', attachments: ['замовлення.pdf'] },
};

/** The scene is set anew each time the story is shown. */
function letters(backend: () => FakeBackend, press?: string): StoryObj<RingbackLetters> {
  return {
    render: () =>
      html`<ringback-letters
        address="oksana@example.com"
        .phone=${createFakePhone()}
        .backend=${backend()}
      ></ringback-letters>`,
    ...(press === undefined
      ? {}
      : {
          play: async ({ canvasElement }) => {
            const element = canvasElement.querySelector('ringback-letters')!;
            const find = () => element.renderRoot.querySelector<HTMLElement>(press);
            while (!find()) await new Promise(requestAnimationFrame);
            find()!.click();
            while (!element.renderRoot.querySelector('dialog[open]'))
              await new Promise(requestAnimationFrame);
          },
        }),
  };
}

const meta: Meta<RingbackLetters> = { title: 'Elements/Letters', component: 'ringback-letters' };
export default meta;
type Story = StoryObj<RingbackLetters>;

export const Some: Story = letters(() => createFakeBackend());
export const One: Story = letters(() => createFakeBackend({ crm: { letters: [LETTER] } }));
export const Read: Story = letters(
  () => createFakeBackend({ crm: { letters: [LETTER] } }),
  '[data-action=open]',
);
export const Answer: Story = letters(
  () => createFakeBackend({ crm: { letters: [LETTER] } }),
  '[data-action=answer]',
);
export const Write: Story = letters(() => createFakeBackend(), '[part=add]');
export const Empty: Story = letters(() => createFakeBackend({ crm: { letters: [] } }));
export const NoMailbox: Story = letters(() => createFakeBackend({ without: ['mail'] }));
export const ReadOnly: Story = letters(() => createFakeBackend({ readOnly: true }));
export const SignedOut: Story = letters(() => createFakeBackend({ status: 'signed-out' }));
export const Loading: Story = letters(() => {
  const backend = createFakeBackend();
  backend.beSlow();
  return backend;
});
export const Failed: Story = letters(() => {
  const backend = createFakeBackend();
  backend.failNext('mail.list', new RingbackError('bug', 'Something broke.'));
  return backend;
});
export const NoRight: Story = letters(() => {
  const backend = createFakeBackend();
  backend.failNext('mail.list', new RingbackError('forbidden', 'No.'));
  return backend;
});
export const Offline: Story = {
  ...Some,
  play: async ({ canvasElement }) => {
    const element = canvasElement.querySelector('ringback-letters')!;
    while (!element.renderRoot.querySelector('[data-row]')) await new Promise(requestAnimationFrame);
    (element.backend as FakeBackend).goOffline();
    await element.updateComplete;
  },
};
