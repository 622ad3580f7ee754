/** In Chromium, whose fake microphones beep and whose fake speakers are silent. */
import type { DevicesState } from '@ringback/model';
import { expect, waitUntil } from '@open-wc/testing';
import { createPhoneDevices } from './phone-devices.ts';

function phone({ inCall = false } = {}) {
  let state: DevicesState | undefined;
  const opened: MediaStream[] = [];
  const devices = createPhoneDevices({
    tell: (news) => (state = news.devices ?? state),
    inCall: () => inCall,
    switchCalls: async (open) => void opened.push(await open()),
  });
  devices.start();
  return {
    ...{ devices, opened, port: devices.port! },
    state: () => state!,
    end() {
      devices.stop();
      for (const stream of opened) stream.getTracks().forEach((track) => track.stop());
    },
  };
}

const named = (list: DevicesState['microphones'] | undefined) => list?.filter(({ name }) => name) ?? [];

describe('the phone’s devices in Chromium', () => {
  let one: ReturnType<typeof phone>;
  beforeEach(async () => {
    one = phone({ inCall: true });
    one.opened.push(await one.devices.open());
    await waitUntil(() => named(one.state()?.microphones).length > 1);
  });
  afterEach(() => one.end());

  it('gives the call the chosen microphone, treated as the switches say', async () => {
    const { port, opened, state } = one;
    const { id } = state().microphones.at(-1)!;
    await port.choose('microphone', id);
    await port.setProcessing({ echoCancellation: false, noiseSuppression: false, autoGain: false });
    const settings = opened.at(-1)!.getAudioTracks()[0]!.getSettings();
    expect(settings).to.include({ deviceId: id, echoCancellation: false, noiseSuppression: false });
    expect(opened[0]!.getAudioTracks()[0]!.getSettings()).to.include({ echoCancellation: true });
  });

  it('sends far side and bell to devices of their own', async () => {
    const { port, devices, state, opened } = one;
    const [speaker, ringer] = state().speakers;
    const { play } = HTMLMediaElement.prototype;
    const played: HTMLMediaElement[] = [];
    HTMLMediaElement.prototype.play = function () {
      played.push(this);
      return play.call(this);
    };
    try {
      await port.choose('speaker', speaker!.id);
      const silence = devices.playRemote(opened[0]!);
      await waitUntil(() => played[0]?.sinkId === speaker!.id);
      await port.choose('speaker', undefined);
      expect(played[0]!.sinkId).to.equal('');
      silence();
      await port.choose('ringer', ringer!.id);
      await port.playSample('ringer');
      await waitUntil(() => played[1]?.sinkId === ringer!.id);
      expect(played[1]!.paused).to.equal(false);
      one.devices.stop();
      expect(played[1]!.paused).to.equal(true);
    } finally {
      HTMLMediaElement.prototype.play = play;
    }
  });

  it('shows how loud the microphone is', async () => {
    const levels: number[] = [];
    const stop = one.port.followLevel((level) => levels.push(level));
    await waitUntil(() => Math.max(...levels) > 0.2, 'the fake microphone beeps', { timeout: 5_000 });
    stop();
    expect(Math.max(...levels)).to.be.at.most(1);
  });
});

describe('a test before the call', () => {
  it('records, plays back and lets the microphone go', async () => {
    const { port, state, end } = phone();
    const steps: string[] = [];
    await port.startTest();
    await waitUntil(() => state().test === 'recording');
    const levels: number[] = [];
    const stop = port.followLevel((level) => levels.push(level));
    await waitUntil(() => levels.some((level) => level > 0.2), 'it beeps', { timeout: 5_000 });
    await port.stopTest();
    await waitUntil(() => (steps.push(state().test), state().test === 'playing'));
    await port.stopTest();
    expect(state().test).to.equal('off');
    await waitUntil(() => levels.at(-1) === 0);
    stop();
    end();
  });

  it('ends at once, unheard, when a call needs the microphone', async () => {
    const { port, devices, state, opened, end } = phone();
    await port.startTest();
    await waitUntil(() => state().test === 'recording');
    opened.push(await devices.open());
    expect(state().test).to.equal('off');
    end();
  });
});
