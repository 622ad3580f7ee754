import { beginProcess, CLAIM_PROCESS, moveProcess, type Process, RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import { createFakeBackend, type FakeBackend } from '@ringback/testing';
import { html } from 'lit';
import type { RingbackProcess } from './process.ts';
import './ringback-process.ts';

const DEED = { at: '2026-11-23T09:00:00.000Z', by: { id: 'agent-olena', name: 'Олена Бондар' } };

function claim(): Process {
  const subject = { kind: 'party' as const, id: 'party-taras', title: 'Тарас Шевчук' };
  return beginProcess(CLAIM_PROCESS, { id: 'claim-1', subject, responsible: DEED.by }, DEED);
}

/** Led through these statuses, with nothing left to be done in them. */
const led = (...statuses: string[]): Process =>
  statuses.reduce((process, id) => {
    const done = process.steps.map((step) => ({ ...step, done: true, value: 'yes', ...DEED }));
    return moveProcess({ ...process, steps: done, blockedBy: [] }, CLAIM_PROCESS, id, DEED);
  }, claim());

/** The scene is set anew each time the story is shown. */
function shown(
  process: () => Process,
  backend = (processes: Process[]) => createFakeBackend({ crm: { processes } }),
): StoryObj<RingbackProcess> {
  return {
    render: () => {
      const fake: FakeBackend = backend([process()]);
      return html`<ringback-process .backend=${fake} process-id="claim-1"></ringback-process>`;
    },
  };
}

const meta: Meta<RingbackProcess> = { title: 'Elements/Process', component: 'ringback-process' };
export default meta;
type Story = StoryObj<RingbackProcess>;

export const Begun: Story = shown(claim);
export const WithTask: Story = shown(() => led('examined'));
export const Ended: Story = shown(() => led('examined', 'answered', 'settled'));
export const ReadOnly: Story = shown(claim, (processes) =>
  createFakeBackend({ readOnly: true, crm: { processes } }),
);
export const NoRight: Story = shown(claim, () => createFakeBackend({ without: ['processes'] }));
export const Offline: Story = shown(claim, (processes) =>
  createFakeBackend({ status: 'offline', crm: { processes } }),
);
export const Failed: Story = shown(claim, (processes) => {
  const backend = createFakeBackend({ crm: { processes } });
  backend.failNext('processes.get', new RingbackError('bug', 'Something broke.'));
  return backend;
});
export const Loading: Story = shown(claim, (processes) => {
  const backend = createFakeBackend({ crm: { processes } });
  backend.beSlow();
  return backend;
});
