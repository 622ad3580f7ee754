import { RingbackError } from '@ringback/model';
import type { Meta, StoryObj } from '@ringback/storybook';
import { callOf, createFakeBackend, type FakeBackend, recordingOf } from '@ringback/testing';
import { html } from 'lit';
import type { RingbackPlayer } from './player.ts';
import './ringback-player.ts';

const RECORDING = recordingOf('r1', 'call-1', { seconds: 187 });

function player(
  recording = RECORDING,
  backend: () => FakeBackend = () => createFakeBackend({ calls: [callOf({ recordings: [recording] })] }),
): StoryObj<RingbackPlayer> {
  return {
    render: () => html`<ringback-player .backend=${backend()} .recording=${recording}></ringback-player>`,
  };
}

const meta: Meta<RingbackPlayer> = { title: 'Elements/Player', component: 'ringback-player' };
export default meta;
type Story = StoryObj<RingbackPlayer>;

async function press(canvas: HTMLElement, selector: string): Promise<void> {
  const element = canvas.querySelector('ringback-player')!;
  for (;;) {
    await element.updateComplete;
    const button = element.shadowRoot!.querySelector<HTMLElement>(selector);
    if (button) return button.click();
    await new Promise(requestAnimationFrame);
  }
}

export const Default: Story = player();
export const Voicemail: Story = player({ ...RECORDING, kind: 'voicemail', seconds: 9 });
export const WithoutWaveform: Story = player(RECORDING, () => {
  const backend = createFakeBackend({ calls: [callOf({ recordings: [RECORDING] })] });
  backend.failNext('recordings.waveform', new RingbackError('unsupported', 'No picture.'));
  return backend;
});
export const MayNotDelete: Story = player(RECORDING, () =>
  createFakeBackend({ calls: [callOf({ recordings: [RECORDING] })], readOnly: true }),
);
export const Deleting: Story = {
  ...player(),
  play: ({ canvasElement }) => press(canvasElement, '[part=remove]'),
};
export const Refused: Story = {
  ...player(RECORDING, () => {
    const backend = createFakeBackend({ calls: [callOf({ recordings: [RECORDING] })] });
    backend.failNext('recordings.link', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    return backend;
  }),
  play: ({ canvasElement }) => press(canvasElement, '[part=play]'),
};
export const OnItsWay: Story = player({ ...RECORDING, state: 'saving' });
export const Lost: Story = player({ ...RECORDING, state: 'failed' });
export const Deleted: Story = player({ ...RECORDING, state: 'deleted' });
