import { RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import { createFakeBackend, createFakePhone, type FakeBackend, FIXTURE_NOW } from '@ringback/testing';
import { html } from 'lit';
import type { RingbackTasks, TaskView } from './tasks.ts';
import './ringback-tasks.ts';

/** The scene is set anew each time the story is shown. */
function tasks(backend: () => FakeBackend, show: TaskView = 'list'): StoryObj<RingbackTasks> {
  return {
    render: () =>
      html`<ringback-tasks
        show=${show}
        .clock=${() => new Date(FIXTURE_NOW)}
        .phone=${createFakePhone()}
        .backend=${backend()}
      ></ringback-tasks>`,
  };
}

const meta: Meta<RingbackTasks> = { title: 'Elements/Tasks', component: 'ringback-tasks' };
export default meta;
type Story = StoryObj<RingbackTasks>;

const some = () => createFakeBackend({ now: () => FIXTURE_NOW });
const one = () => createFakeBackend({ crm: { tasks: some().crm.tasks.slice(30, 31) } });
const many = () => {
  const few = some().crm.tasks;
  const all = Array.from({ length: 2000 }, (_, index) => ({
    ...few[index % few.length]!,
    id: `many-${index}`,
  }));
  return createFakeBackend({ crm: { tasks: all } });
};

export const List: Story = tasks(some);
export const Month: Story = tasks(some, 'month');
export const Week: Story = tasks(some, 'week');
export const Day: Story = tasks(some, 'day');
export const Many: Story = tasks(many);
export const One: Story = tasks(one);
export const Empty: Story = tasks(() => createFakeBackend({ crm: { tasks: [] } }));
export const EmptyMonth: Story = tasks(() => createFakeBackend({ crm: { tasks: [] } }), 'month');
export const ReadOnly: Story = tasks(() => createFakeBackend({ readOnly: true }), 'week');
export const NoRight: Story = tasks(() => createFakeBackend({ without: ['tasks'] }));
export const SignedOut: Story = tasks(() => createFakeBackend({ status: 'signed-out' }));
export const Offline: Story = tasks(() => createFakeBackend({ status: 'offline' }));
export const Loading: Story = tasks(() => {
  const backend = createFakeBackend();
  backend.beSlow();
  return backend;
});
export const Failed: Story = tasks(() => {
  const backend = createFakeBackend();
  backend.failNext('tasks.list', new RingbackError('bug', 'Something broke.'));
  return backend;
}, 'month');
