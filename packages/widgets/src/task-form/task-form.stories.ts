import { RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import { createFakeBackend, type FakeBackend } from '@ringback/testing';
import { html } from 'lit';
import type { RingbackTaskForm } from './task-form.ts';
import './ringback-task-form.ts';

/** The scene is set anew each time the story is shown. */
function form(
  backend: () => FakeBackend,
  open: (form: RingbackTaskForm, backend: FakeBackend) => void,
): StoryObj<RingbackTaskForm> {
  return {
    render: () => html`<ringback-task-form .backend=${backend()}></ringback-task-form>`,
    play: async ({ canvasElement }) => {
      const element = canvasElement.querySelector<RingbackTaskForm>('ringback-task-form')!;
      await element.updateComplete;
      open(element, element.backend as FakeBackend);
    },
  };
}

const meta: Meta<RingbackTaskForm> = { title: 'Elements/Task form', component: 'ringback-task-form' };
export default meta;
type Story = StoryObj<RingbackTaskForm>;

export const New: Story = form(
  () => createFakeBackend(),
  (element) => element.create({ partyId: 'party-taras', name: 'Тарас Шевчук' }),
);
export const Existing: Story = form(
  () => createFakeBackend(),
  (element, backend) => element.edit(backend.crm.tasks[0]!),
);
export const Failed: Story = form(
  () => {
    const backend = createFakeBackend();
    backend.failNext('layouts.get', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    return backend;
  },
  (element) => element.create({}),
);
export const Loading: Story = form(
  () => {
    const backend = createFakeBackend();
    backend.beSlow();
    return backend;
  },
  (element) => element.create({}),
);
