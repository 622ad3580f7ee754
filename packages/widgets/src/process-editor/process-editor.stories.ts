import { CLAIM_PROCESS, RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import { createFakeBackend, type FakeBackend } from '@ringback/testing';
import { html } from 'lit';
import type { RingbackProcessEditor } from './process-editor.ts';
import './ringback-process-editor.ts';

/** The scene is set anew each time the story is shown. */
function editor(backend: () => FakeBackend): StoryObj<RingbackProcessEditor> {
  return { render: () => html`<ringback-process-editor .backend=${backend()}></ringback-process-editor>` };
}

const meta: Meta<RingbackProcessEditor> = {
  title: 'Elements/Process editor',
  component: 'ringback-process-editor',
};
export default meta;
type Story = StoryObj<RingbackProcessEditor>;

export const Claim: Story = editor(() => createFakeBackend());
export const Wrong: Story = editor(() =>
  createFakeBackend({ crm: { definitions: [{ ...CLAIM_PROCESS, transitions: [] }] } }),
);
export const Empty: Story = editor(() => createFakeBackend({ crm: { definitions: [] } }));
export const NoRight: Story = editor(() => createFakeBackend({ readOnly: true }));
export const Offline: Story = editor(() => createFakeBackend({ status: 'offline' }));
export const Loading: Story = editor(() => {
  const backend = createFakeBackend();
  backend.beSlow();
  return backend;
});
export const Failed: Story = editor(() => {
  const backend = createFakeBackend();
  backend.failNext('processes.definitions', new RingbackError('bug', 'Something broke.'));
  return backend;
});
