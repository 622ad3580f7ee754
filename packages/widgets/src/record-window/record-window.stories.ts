import { RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import { createFakeBackend, type FakeBackend, PARTIES } from '@ringback/testing';
import type { RecordCreateDetail } from '@ringback/ui';
import { html } from 'lit';
import type { RingbackRecordWindow } from './record-window.ts';
import './ringback-record-window.ts';

/** The scene is set anew each time the story is shown; it resolves once `selector` is in the window. */
function scene(
  open: (window: RingbackRecordWindow) => Promise<void>,
  selector: string,
  backend: () => FakeBackend = () => createFakeBackend(),
): StoryObj<RingbackRecordWindow> {
  return {
    render: () => html`<ringback-record-window .backend=${backend()}></ringback-record-window>`,
    play: async ({ canvasElement }) => {
      const element = canvasElement.querySelector<RingbackRecordWindow>('ringback-record-window')!;
      await element.updateComplete;
      void open(element);
      while (!element.renderRoot.querySelector(selector)) await new Promise(requestAnimationFrame);
    },
  };
}

const meta: Meta<RingbackRecordWindow> = {
  title: 'Elements/Record window',
  component: 'ringback-record-window',
  argTypes: { everywhere: { control: 'boolean' } },
};
export default meta;
type Story = StoryObj<RingbackRecordWindow>;

const of = (kind: RecordCreateDetail['kind']): RecordCreateDetail => ({
  ...{ kind, callId: 'call-1', number: PARTIES.karpaty.phones[0]! },
  ...{ partyId: PARTIES.karpaty.id, name: PARTIES.karpaty.name },
});

export const Empty: Story = {
  render: () => html`<ringback-record-window .backend=${createFakeBackend()}></ringback-record-window>`,
};
export const NewContact: Story = scene((window) => window.create(of('party')), '#field-name');
export const NewDeal: Story = scene((window) => window.create(of('deal')), 'ringback-deal-card');
export const NewTask: Story = scene((window) => window.create(of('task')), 'ringback-task-form');
export const NewProcess: Story = scene((window) => window.create(of('process')), '.start select');
export const NewNote: Story = scene((window) => window.create(of('communication')), 'textarea');
export const ADeal: Story = scene(
  (window) => window.open({ kind: 'deal', system: 'local', id: 'deal-1', title: 'Tea' }),
  'ringback-deal-card',
);
export const ContactFailed: Story = scene(
  (window) => window.create(of('party')),
  '[role=alert] .link',
  () => {
    const backend = createFakeBackend();
    backend.failNext('layouts.get', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    return backend;
  },
);
export const Loading: Story = scene(
  (window) => window.create(of('party')),
  '[role=status]',
  () => {
    const backend = createFakeBackend();
    backend.beSlow();
    return backend;
  },
);
