import { RingbackError, type TimelineEntry } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import { createFakeBackend, createFakePhone, type FakeBackend, PARTIES } from '@ringback/testing';
import { html } from 'lit';
import type { RingbackTimeline } from './timeline.ts';
import './ringback-timeline.ts';

/** The scene is set anew each time the story is shown. */
function timeline(backend: () => FakeBackend | undefined, party = ''): StoryObj<RingbackTimeline> {
  return {
    render: () =>
      html`<ringback-timeline
        .phone=${createFakePhone()}
        .backend=${backend()}
        .party=${party}
      ></ringback-timeline>`,
  };
}

const meta: Meta<RingbackTimeline> = { title: 'Elements/Timeline', component: 'ringback-timeline' };
export default meta;
type Story = StoryObj<RingbackTimeline>;

const ONE: TimelineEntry = {
  ...{ system: 'local', id: 'one', kind: 'meeting', at: '2026-03-02T10:00:00.000Z', title: 'У крамниці' },
  text: 'Домовилися про знижку на великий гурт і про те, що чек тепер кладемо в коробку.',
};

async function press(canvas: HTMLElement, selector: string): Promise<void> {
  const element = canvas.querySelector('ringback-timeline')!;
  for (;;) {
    await element.updateComplete;
    const button = element.shadowRoot!.querySelector<HTMLElement>(selector);
    if (button) return button.click();
    await new Promise(requestAnimationFrame);
  }
}

export const Everybody: Story = timeline(() => createFakeBackend());
export const OneParty: Story = timeline(() => createFakeBackend(), PARTIES.taras.id);
export const One: Story = timeline(() => createFakeBackend({ crm: { timeline: [ONE] } }));
export const Empty: Story = timeline(() => createFakeBackend({ crm: { timeline: [] } }));
export const ReadOnly: Story = timeline(() => createFakeBackend({ readOnly: true }));
export const NoRight: Story = timeline(() => createFakeBackend({ without: ['timeline'] }));
export const SignedOut: Story = timeline(() => createFakeBackend({ status: 'signed-out' }));
export const Offline: Story = timeline(() => createFakeBackend({ status: 'offline' }));
export const Loading: Story = timeline(() => {
  const backend = createFakeBackend();
  backend.beSlow();
  return backend;
});
export const Failed: Story = timeline(() => {
  const backend = createFakeBackend();
  backend.failNext('timeline.list', new RingbackError('bug', 'Something broke.'));
  return backend;
});
export const Writing: Story = {
  ...timeline(() => createFakeBackend({ crm: { timeline: [ONE] } })),
  play: ({ canvasElement }) => press(canvasElement, '[part=add]'),
};
export const Reading: Story = {
  ...timeline(() => createFakeBackend({ crm: { timeline: [ONE] } })),
  play: ({ canvasElement }) => press(canvasElement, '[part=open]'),
};
