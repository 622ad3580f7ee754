import type { AudioProcessing, DevicesState } from '@ringback/model';
import { describe, expect, it, vi } from 'vitest';
import { createPhoneDevices } from './phone-devices.ts';

const BUILT_IN = { kind: 'audioinput', deviceId: 'built-in', label: 'Built-in microphone' } as const;
const HEADSET = { kind: 'audioinput', deviceId: 'headset', label: 'Headset' } as const;
const SYSTEM = { kind: 'audioinput', deviceId: 'default', label: 'Default' } as const;
const LOUD = { kind: 'audiooutput', deviceId: 'loud', label: 'Loudspeaker' } as const;
const PLAIN: AudioProcessing = { echoCancellation: false, noiseSuppression: true, autoGain: true };

/** A microphone's track, which can be unplugged. */
class FakeTrack extends EventTarget {
  readonly kind = 'audio';
  readyState = 'live';
  stop = (): void => void (this.readyState = 'ended');
  unplug(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

/** A computer with devices, and a phone with one call that speaks. */
function desk(
  plugged: readonly object[] = [SYSTEM, BUILT_IN, HEADSET, LOUD],
  selectAudioOutput?: () => Promise<{ deviceId: string }>,
) {
  const media = Object.assign(new EventTarget(), {
    enumerateDevices: vi.fn(async () => there as never),
    ...(selectAudioOutput ? { selectAudioOutput } : {}),
  });
  const permission = Object.assign(new EventTarget(), { state: 'granted' });
  const opened: MediaTrackConstraints[] = [];
  const tracks: FakeTrack[] = [];
  let there = plugged;
  let refusal: string | undefined;
  let state: DevicesState | undefined;
  let talking = false;
  const devices = createPhoneDevices({
    tell: (news) => (state = news.devices ?? state),
    inCall: () => talking,
    switchCalls: async (open) => void (await open()),
    media,
    permissions: { query: async () => permission as unknown as PermissionStatus },
    canChooseSpeaker: true,
    getUserMedia: async ({ audio }) => {
      const wanted = audio as MediaTrackConstraints & { deviceId?: { exact: string } };
      if (refusal) throw new DOMException('', refusal);
      if (
        wanted.deviceId &&
        !there.some((one) => (one as typeof HEADSET).deviceId === wanted.deviceId!.exact)
      )
        throw new DOMException('', 'OverconstrainedError');
      opened.push(wanted);
      tracks.push(new FakeTrack());
      const list = [tracks.at(-1)];
      return { getTracks: () => list, getAudioTracks: () => list } as unknown as MediaStream;
    },
  });
  const plug = async (next: readonly object[]): Promise<void> => {
    there = next;
    media.dispatchEvent(new Event('devicechange'));
    await settled();
  };
  return {
    ...{ devices, media, opened, tracks, plug, permission },
    state: () => state!,
    refuse: (name: string | undefined) => (refusal = name),
    /** A call takes the microphone. */
    async talk() {
      await devices.open();
      talking = true;
    },
    /** Devices that were opened, in order. */
    served: () =>
      opened.map(({ deviceId }) => (deviceId as { exact: string } | undefined)?.exact ?? 'system'),
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

async function started(plugged?: readonly object[]) {
  const all = desk(plugged);
  all.devices.start();
  await settled();
  return all;
}

describe('the devices of a phone', () => {
  it('are shown by name, without the browser’s words for the system’s own', async () => {
    const { state } = await started();
    expect(state().microphones).toEqual([
      { id: 'built-in', name: 'Built-in microphone' },
      { id: 'headset', name: 'Headset' },
    ]);
    expect(state()).toMatchObject({ speakers: [{ id: 'loud' }], chosen: {}, permission: 'granted' });
  });

  it('are read anew only when something was plugged in or out', async () => {
    const { media, devices, plug, talk } = await started();
    const before = media.enumerateDevices.mock.calls.length;
    await talk();
    await devices.port!.setProcessing(PLAIN);
    await settled();
    expect(media.enumerateDevices).toHaveBeenCalledTimes(before);
    await plug([BUILT_IN]);
    expect(media.enumerateDevices).toHaveBeenCalledTimes(before + 1);
  });

  it('are changed under a running call when another one is chosen', async () => {
    const { devices, served, state, talk } = await started();
    await talk();
    await devices.port!.choose('microphone', 'headset');
    expect(served()).toEqual(['system', 'headset']);
    expect(state().chosen).toEqual({ microphone: 'headset' });
  });

  it('refuse one that is not there', async () => {
    const { devices, state } = await started();
    await expect(devices.port!.choose('speaker', 'headset')).rejects.toMatchObject({ code: 'not-found' });
    expect(state().chosen).toEqual({});
  });

  it('go back to the system’s own when the chosen one is unplugged, and to the chosen one when it is back', async () => {
    const { devices, served, plug, tracks, state, talk } = await started();
    devices.prefer({ microphone: 'headset' });
    await talk();
    tracks.at(-1)!.unplug();
    await plug([SYSTEM, BUILT_IN]);
    expect(served().at(-1)).toBe('system');
    expect([devices.standIn, state().chosen.microphone]).toEqual([true, 'headset']);
    await plug([SYSTEM, BUILT_IN, HEADSET]);
    expect(served().at(-1)).toBe('headset');
    expect(devices.standIn).toBe(false);
  });

  it('leave a call alone when something is plugged in that nobody has chosen', async () => {
    const { opened, plug, talk } = await started([SYSTEM, BUILT_IN]);
    await talk();
    await plug([SYSTEM, BUILT_IN, HEADSET]);
    expect(opened).toHaveLength(1);
  });

  it('serve by the system’s own when the chosen one is held by another program', async () => {
    const { devices, served, talk } = await started([SYSTEM, BUILT_IN]);
    devices.prefer({ microphone: 'gone-before-it-was-listed' });
    await talk();
    expect(served()).toEqual(['system']);
  });

  it('apply the switches for echo, noise and loudness to a running call', async () => {
    const { devices, opened, talk } = await started();
    await talk();
    await devices.port!.setProcessing(PLAIN);
    expect(opened.at(-1)).toMatchObject({
      echoCancellation: false,
      noiseSuppression: true,
      autoGainControl: true,
    });
    await devices.port!.setProcessing(PLAIN);
    expect(opened).toHaveLength(2);
  });

  it('open no microphone for a choice while nobody talks', async () => {
    const { devices, opened } = await started();
    await devices.port!.choose('microphone', 'headset');
    await devices.port!.setProcessing(PLAIN);
    expect(opened).toHaveLength(0);
  });

  it('try again with the next plug when there was no microphone left for the call', async () => {
    const { plug, refuse, tracks, served, talk } = await started([BUILT_IN]);
    await talk();
    refuse('NotFoundError');
    tracks.at(-1)!.unplug();
    await plug([]);
    refuse(undefined);
    await plug([HEADSET]);
    expect(served()).toEqual(['system', 'system']);
  });

  it('say when the person refuses the microphone, and when he allows it after all', async () => {
    const { devices, refuse, permission, state } = await started();
    refuse('NotAllowedError');
    permission.state = 'denied';
    await expect(devices.open()).rejects.toMatchObject({ cause: { code: 'microphone-refused' } });
    expect(state().permission).toBe('denied');
    permission.state = 'granted';
    permission.dispatchEvent(new Event('change'));
    await settled();
    expect(state().permission).toBe('granted');
  });

  it('are not tested during a call', async () => {
    const { devices, talk } = await started();
    await talk();
    await expect(devices.port!.startTest()).rejects.toMatchObject({ code: 'conflict' });
  });

  it('are asked for by the browser where it has a question for speakers, and what is taken is chosen', async () => {
    const silent = await started();
    expect([silent.devices.port!.askForSpeaker, silent.state().asks]).toEqual([undefined, undefined]);
    const asking = desk([SYSTEM, BUILT_IN], async () => {
      await asking.plug([SYSTEM, BUILT_IN, LOUD]);
      return { deviceId: 'loud' };
    });
    asking.devices.start();
    await settled();
    expect(asking.state().asks).toBe(true);
    await asking.devices.port!.askForSpeaker!('ringer');
    expect(asking.state().chosen).toEqual({ ringer: 'loud' });
  });

  it('stay as they are when no speaker is taken', async () => {
    const refusing = desk(undefined, () => Promise.reject(new DOMException('', 'NotAllowedError')));
    refusing.devices.start();
    await settled();
    await expect(refusing.devices.port!.askForSpeaker!('speaker')).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(refusing.state().chosen).toEqual({});
  });

  it('leave no listener behind', async () => {
    const { devices, media, permission, plug } = await started();
    const before = media.enumerateDevices.mock.calls.length;
    devices.stop();
    await plug([BUILT_IN]);
    permission.dispatchEvent(new Event('change'));
    await settled();
    expect(media.enumerateDevices).toHaveBeenCalledTimes(before);
  });
});
