import { RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import { createFakeBackend, createFakePhone, type FakeBackend } from '@ringback/testing';
import { html } from 'lit';
import type { RingbackTaskReminders } from './task-reminders.ts';
import './ringback-task-reminders.ts';

/** The scene is set anew each time the story is shown. */
function reminders(due: number, backend = () => createFakeBackend()): StoryObj<RingbackTaskReminders> {
  return {
    render: () => {
      const fake: FakeBackend = backend();
      for (const { id } of fake.crm.tasks.slice(0, due)) fake.remind(id);
      return html`<ringback-task-reminders
        .phone=${createFakePhone()}
        .backend=${fake}
      ></ringback-task-reminders>`;
    },
  };
}

const meta: Meta<RingbackTaskReminders> = {
  title: 'Elements/Task reminders',
  component: 'ringback-task-reminders',
};
export default meta;
type Story = StoryObj<RingbackTaskReminders>;

export const One: Story = reminders(1);
export const Several: Story = reminders(4);
export const Nothing: Story = reminders(0);
export const NotTaken: Story = {
  ...reminders(1, () => {
    const backend = createFakeBackend();
    backend.failNext('tasks.acknowledge', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    return backend;
  }),
  play: async ({ canvasElement }) => {
    const element = canvasElement.querySelector<RingbackTaskReminders>('ringback-task-reminders')!;
    while (!element.renderRoot.querySelector('[data-seen]')) await new Promise(requestAnimationFrame);
    element.renderRoot.querySelector<HTMLElement>('[data-seen]')!.click();
  },
};
