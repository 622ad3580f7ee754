import { RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import { createFakeBackend, type FakeBackend } from '@ringback/testing';
import { html } from 'lit';
import type { RingbackProcesses } from './processes.ts';
import './ringback-processes.ts';

/** The scene is set anew each time the story is shown. */
function processes(
  backend: () => FakeBackend,
  play: (element: RingbackProcesses) => Promise<void> | void = () => {},
): StoryObj<RingbackProcesses> {
  return {
    render: () => html`<ringback-processes .backend=${backend()}></ringback-processes>`,
    play: async ({ canvasElement }) => {
      const element = canvasElement.querySelector<RingbackProcesses>('ringback-processes')!;
      await element.updateComplete;
      await play(element);
    },
  };
}

function running(count: number): FakeBackend {
  const backend = createFakeBackend();
  for (const { id } of backend.crm.deals.slice(0, count))
    void backend.processes!.start!({ definitionId: 'claim', subject: { kind: 'deal', id } });
  return backend;
}

const meta: Meta<RingbackProcesses> = { title: 'Elements/Processes', component: 'ringback-processes' };
export default meta;
type Story = StoryObj<RingbackProcesses>;

export const Some: Story = processes(() => running(12));
export const One: Story = processes(() => running(1));
export const Many: Story = processes(() => running(60));
export const Empty: Story = processes(() => createFakeBackend());
export const Starting: Story = processes(
  () => createFakeBackend(),
  (element) => {
    element.renderRoot.querySelector<HTMLElement>('[data-start]')?.click();
  },
);
export const NoRight: Story = processes(() => createFakeBackend({ without: ['processes'] }));
export const ReadOnly: Story = processes(() => createFakeBackend({ readOnly: true }));
export const Offline: Story = processes(() => createFakeBackend({ status: 'offline' }));
export const SignedOut: Story = processes(() => createFakeBackend({ status: 'signed-out' }));
export const Loading: Story = processes(() => {
  const backend = createFakeBackend();
  backend.beSlow();
  return backend;
});
export const Failed: Story = processes(() => {
  const backend = createFakeBackend();
  backend.failNext('processes.list', new RingbackError('bug', 'Something broke.'));
  return backend;
});
