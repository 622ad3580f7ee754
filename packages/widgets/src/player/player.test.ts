import { type Recording, RingbackError } from '@ringback/model';
import { callOf, createFakeBackend, type FakeBackend, recordingOf } from '@ringback/testing';
import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '@ringback/ui/ringback-provider.js';
import type { RingbackPlayer } from './player.ts';
import './ringback-player.ts';

const RECORDING = recordingOf('r1', 'call-1', { seconds: 60 });

async function open(
  recording: Recording = RECORDING,
  backend: FakeBackend = createFakeBackend({ calls: [callOf({ recordings: [recording] })] }),
) {
  const provider = await fixture<HTMLElement>(
    html`<ringback-provider .backend=${backend} .locale=${'en'}>
      <ringback-player .recording=${recording}></ringback-player>
    </ringback-provider>`,
  );
  const player = provider.querySelector('ringback-player')!;
  await player.updateComplete;
  return { player, backend };
}

const part = (player: RingbackPlayer, name: string) =>
  player.shadowRoot!.querySelector<HTMLElement>(`[part=${name}]`)!;
const place = (player: RingbackPlayer) => part(player, 'place') as HTMLInputElement;
const asked = (backend: FakeBackend, request: string) =>
  backend.requests.filter(([name]) => name === request).map(([, ...args]) => args);
/** Waits for the words on the button: the sound itself is the browser's. */
const says = (player: RingbackPlayer, name: 'Listen' | 'Pause') =>
  waitUntil(() => part(player, 'play').ariaLabel === name, `The button does not say “${name}”.`);

describe('<ringback-player>', () => {
  it('shows where somebody speaks, how long it is, and is accessible', async () => {
    const { player, backend } = await open();
    await waitUntil(
      () =>
        (player.shadowRoot!.querySelector('.place path')?.getAttribute('d') ?? '').split('M').length === 201,
    );
    expect(part(player, 'time').innerText).to.equal('0:00 / 1:00');
    expect(asked(backend, 'recordings.waveform')).to.deep.equal([['r1']]);
    expect(asked(backend, 'recordings.link')).to.deep.equal([]);
    await expect(player).to.be.accessible();
  });

  it('plays from the place that was chosen, pauses, and asks for the address once', async () => {
    const { player, backend } = await open();
    place(player).focus();
    await sendKeys({ press: 'ArrowRight' });
    await sendKeys({ press: 'ArrowRight' });
    await player.updateComplete;
    expect(place(player).getAttribute('aria-valuetext')).to.equal('0:10 of 1:00');
    part(player, 'play').click();
    await says(player, 'Pause');
    await waitUntil(() => Number(place(player).value) > 10, 'It does not go on.');
    part(player, 'play').click();
    await says(player, 'Listen');
    part(player, 'play').click();
    await says(player, 'Pause');
    player.pause();
    expect(asked(backend, 'recordings.link')).to.deep.equal([['r1']]);
  });

  it('is sought by pointer, and never beyond its ends', async () => {
    const { player } = await open();
    place(player).value = '30';
    place(player).dispatchEvent(new InputEvent('input'));
    await player.updateComplete;
    expect(part(player, 'time').innerText).to.equal('0:30 / 1:00');
    place(player).value = '58';
    place(player).dispatchEvent(new InputEvent('input'));
    place(player).focus();
    await sendKeys({ press: 'ArrowRight' });
    await player.updateComplete;
    expect(part(player, 'time').innerText).to.equal('1:00 / 1:00');
  });

  it('plays faster', async () => {
    const { player } = await open();
    const speed = part(player, 'speed') as HTMLSelectElement;
    expect([...speed.options].map((option) => option.text.trim())).to.deep.equal([
      '0.75×',
      '1×',
      '1.25×',
      '1.5×',
      '2×',
    ]);
    speed.value = '2';
    speed.dispatchEvent(new Event('change'));
    part(player, 'play').click();
    await says(player, 'Pause');
    const { value } = place(player);
    await waitUntil(() => Number(place(player).value) > Number(value) + 0.5, 'It does not go on.');
    player.pause();
  });

  it('is silent when another one begins, and when it leaves the page', async () => {
    const { player: first } = await open();
    const { player: second } = await open();
    part(first, 'play').click();
    await says(first, 'Pause');
    part(second, 'play').click();
    await says(second, 'Pause');
    await says(first, 'Listen');
    const parent = second.parentElement!;
    second.remove();
    parent.append(second);
    await second.updateComplete;
    second.requestUpdate();
    await says(second, 'Listen');
  });

  it('says why it cannot be listened to, and tries again', async () => {
    const { player, backend } = await open();
    backend.failNext('recordings.link', new RingbackError('forbidden', 'It is not yours.'));
    const told = oneEvent(player, 'ringback-error');
    part(player, 'play').click();
    expect((await told).detail.code).to.equal('forbidden');
    await player.updateComplete;
    expect(player.shadowRoot!.querySelector('[role=alert]')!.textContent).to.contain('It is not yours.');
    await expect(player).to.be.accessible();
    part(player, 'play').click();
    await says(player, 'Pause');
    player.pause();
  });

  it('gives the file to the browser', async () => {
    const { player, backend } = await open();
    const { click } = HTMLAnchorElement.prototype;
    const files: string[] = [];
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      files.push(this.download);
    };
    try {
      part(player, 'download').click();
      await waitUntil(() => files.length > 0, 'There is no file.');
    } finally {
      HTMLAnchorElement.prototype.click = click;
    }
    expect(files).to.deep.equal(['r1.wav']);
    expect(asked(backend, 'recordings.link')).to.have.length(1);
  });

  it('is deleted by keyboard, after a question that begins on “Keep”', async () => {
    const { player, backend } = await open();
    part(player, 'remove').focus();
    await sendKeys({ press: 'Enter' });
    const focused = () => (player.shadowRoot!.activeElement as HTMLElement | null)?.innerText;
    await waitUntil(() => focused() === 'Keep', 'Nothing is asked.');
    await expect(player).to.be.accessible();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => player.shadowRoot!.activeElement === part(player, 'remove'), 'It did not go back.');
    expect(asked(backend, 'recordings.remove')).to.deep.equal([]);
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => focused() === 'Keep', 'Nothing is asked.');
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ up: 'Shift' });
    const removed = oneEvent(player, 'ringback-recording-removed');
    await sendKeys({ press: 'Enter' });
    expect((await removed).detail).to.deep.equal({ recordingId: 'r1', callId: 'call-1' });
    expect(asked(backend, 'recordings.remove')).to.deep.equal([['r1']]);
  });

  it('is not deleted by whoever may not', async () => {
    const calls = [callOf({ recordings: [RECORDING] })];
    const { player } = await open(RECORDING, createFakeBackend({ calls, readOnly: true }));
    expect(part(player, 'remove')).to.equal(null);
  });

  it('says in words what is not to be heard yet, or no more', async () => {
    for (const [state, words] of [
      ['saving', 'on its way'],
      ['failed', 'was lost'],
      ['deleted', 'was deleted'],
    ] as const) {
      const { player } = await open({ ...RECORDING, state });
      expect(player.shadowRoot!.textContent).to.contain(words);
    }
  });
});
