/**
 * Microphone, speaker and bell: what there is, what a person has chosen, and what serves. Browsers tell of changes by an event
 * that says nothing; then all is read anew, and never else, because each reading may make a running call stutter.
 */
import {
  type AudioProcessing,
  type DevicePreferences,
  type DevicesState,
  type PhoneDevices,
  type PhoneState,
  RingbackError,
} from '@ringback/model';
import { type GetUserMedia, openMicrophone } from '../microphone.ts';
import { type PlayRemote, playRemoteAudio } from '../remote-audio.ts';
import { type Chosen, type DeviceList, isGone, listOf, readDevices, serving } from './device-list.ts';
import type { DeviceTest } from './device-test.ts';
import { createOutputs, type OutputKind } from './outputs.ts';
import { createRinger, type Ringer } from './ringer.ts';
import { playSound, SAMPLE } from './sounds.ts';

/** The part of the browser's devices that is used; few browsers ask for a speaker (W3C Audio Output Devices API). */
type Media = Pick<MediaDevices, 'enumerateDevices' | 'addEventListener' | 'removeEventListener'> & {
  selectAudioOutput?(): Promise<Pick<MediaDeviceInfo, 'deviceId'>>;
};

export interface PhoneDevicesOptions {
  tell: (news: Pick<PhoneState, 'devices' | 'ringBlocked'>) => void;
  /** Whether a call uses the microphone. */
  inCall: () => boolean;
  /** Each call that speaks takes another microphone, which `open` gives. */
  switchCalls: (open: () => Promise<MediaStream>) => Promise<void>;
  getUserMedia?: GetUserMedia | undefined;
  /** The browser's own when absent. */
  media?: Media | undefined;
  permissions?: Pick<Permissions, 'query'> | undefined;
  canChooseSpeaker?: boolean;
}

export interface EngineDevices {
  /** Absent where the browser knows no devices: outside secure pages. */
  readonly port: PhoneDevices | undefined;
  readonly ringer: Ringer;
  readonly playRemote: PlayRemote;
  /** Whether something else than what was chosen serves. */
  readonly standIn: boolean;
  /** Of a call; the chosen one, else the system's own. */
  open(): Promise<MediaStream>;
  prefer(preferences: DevicePreferences): void;
  start(): void;
  stop(): void;
}

const ALL_ON: AudioProcessing = { echoCancellation: true, noiseSuppression: true, autoGain: true };
/** How long a sample is heard, in ms. */
const SAMPLE_MS = 1_200;

export function createPhoneDevices(options: PhoneDevicesOptions): EngineDevices {
  const media = options.media ?? (navigator.mediaDevices as Media | undefined);
  const permissions = options.permissions ?? (navigator.permissions as Permissions | undefined);
  const canChooseSpeaker = options.canChooseSpeaker ?? 'setSinkId' in HTMLMediaElement.prototype;
  const canAsk = canChooseSpeaker && media?.selectAudioOutput !== undefined;
  const outputs = createOutputs();
  const ringer = createRinger({
    play: (sound) => playSound(sound, 'ringer', outputs),
    onBlocked: (ringBlocked) => options.tell({ ringBlocked }),
  });
  let list: DeviceList = { microphones: [], speakers: [] };
  let chosen: Chosen = {};
  let processing = ALL_ON;
  let permission: DevicesState['permission'] = 'unknown';
  let asked: PermissionStatus | undefined;
  let testing: DeviceTest | undefined;
  let test: DevicesState['test'] = 'off';
  /** Last opened, and as what; undefined when it must be opened anew. */
  let stream: MediaStream | undefined;
  let openedAs: string | undefined;
  let works: Promise<unknown> = Promise.resolve();
  let sample = (): void => {};
  const followers = new Set<() => void>();
  let running = false;

  const asWhat = (id: string | undefined): string => JSON.stringify([id, processing]);
  const wanted = (): string => asWhat(serving('microphone', chosen, list));

  function show(): void {
    if (!media || !running) return;
    options.tell({
      devices: { ...list, chosen, processing, permission, test, ...(canAsk ? { asks: true } : {}) },
    });
  }

  async function ask(id: string | undefined): Promise<MediaStream> {
    const opened = await openMicrophone(options.getUserMedia, {
      echoCancellation: processing.echoCancellation,
      noiseSuppression: processing.noiseSuppression,
      autoGainControl: processing.autoGain,
      ...(id === undefined ? {} : { deviceId: { exact: id } }),
    });
    openedAs = asWhat(id);
    return opened;
  }

  async function open(): Promise<MediaStream> {
    const id = serving('microphone', chosen, list);
    try {
      stream = await ask(id).catch((reason: RingbackError) => {
        // It has just gone, or another program holds it: better another microphone than none.
        if (id === undefined || reason.code === 'forbidden') throw reason;
        return ask(undefined);
      });
    } catch (reason) {
      if ((reason as RingbackError).code === 'forbidden') await allowed('denied');
      throw reason;
    }
    for (const track of stream.getTracks()) track.addEventListener('ended', vanished);
    if (permission !== 'granted' || list.microphones.length === 0) void allowed('granted');
    return stream;
  }

  /** The names of devices are told from now on, or no more. A browser that can be asked knows better than we do. */
  async function allowed(guess: DevicesState['permission']): Promise<void> {
    permission = asked?.state ?? guess;
    if (permission === 'granted') await look();
    else show();
  }

  /** Our own closing of a track is not told by this event. */
  function vanished(): void {
    openedAs = undefined;
    void settle();
  }

  /** One after the other: a switch that overtakes another would leave the wrong one. */
  function settle(): Promise<void> {
    const mine = works.then(async () => {
      if (openedAs !== wanted() && options.inCall()) await options.switchCalls(open);
      show();
    });
    works = mine.catch(() => (openedAs = undefined));
    return mine;
  }

  async function look(): Promise<void> {
    const found = await media?.enumerateDevices().catch(() => []);
    list = readDevices(found ?? [], canChooseSpeaker);
    show();
    await route();
    await settle();
  }

  async function route(): Promise<void> {
    for (const kind of ['speaker', 'ringer'] as const)
      await outputs.route(kind, serving(kind, chosen, list)).catch(() => undefined);
  }

  const changed = (): void => void look().catch(() => undefined);
  const permissionChanged = (): void =>
    void allowed('unknown')
      .then(settle)
      .catch(() => undefined);

  async function choose(kind: keyof Chosen, id: string | undefined): Promise<void> {
    if (id !== undefined && !listOf(kind, list).some((device) => device.id === id))
      throw new RingbackError('not-found', 'There is no such device.', { hint: 'Plug it in first.' });
    const { [kind]: _, ...others } = chosen;
    const before = chosen;
    chosen = id === undefined ? others : { ...others, [kind]: id };
    show();
    try {
      await (kind === 'microphone' ? settle() : outputs.route(kind, serving(kind, chosen, list)));
    } catch (reason) {
      if (kind !== 'microphone') chosen = before;
      show();
      throw reason instanceof RingbackError
        ? reason
        : new RingbackError('unavailable', 'The browser does not play on this device.');
    }
  }

  async function askForSpeaker(kind: OutputKind): Promise<void> {
    const { deviceId } = await media!.selectAudioOutput!().catch((reason: DOMException) => {
      const nothing = reason.name === 'NotFoundError';
      throw new RingbackError(
        nothing ? 'not-found' : 'forbidden',
        nothing ? 'There is no speaker.' : 'The browser was not allowed to use a speaker.',
        { hint: nothing ? 'Plug one in.' : 'Choose one when the browser asks.' },
      );
    });
    // Listed from now on.
    await look();
    await choose(kind, deviceId || undefined);
  }

  async function testBench(): Promise<DeviceTest> {
    const { createDeviceTest } = await import('./device-test.ts');
    testing ??= createDeviceTest({
      ...{ open, outputs },
      onChange: (next) => {
        test = next;
        show();
      },
    });
    return testing;
  }

  async function playSample(kind: OutputKind): Promise<void> {
    sample();
    // While it rings this is the click that the browser waited for.
    if (kind === 'ringer' && (await ringer.again())) return;
    const stop = await playSound(SAMPLE, kind, outputs);
    if (!running) return stop();
    const timer = setTimeout(() => sample(), SAMPLE_MS);
    sample = () => {
      clearTimeout(timer);
      stop();
      sample = () => {};
    };
  }

  function followLevel(listener: (level: number) => void): () => void {
    const track = () => {
      const [found] = (testing?.stream ?? stream)?.getAudioTracks() ?? [];
      return found?.readyState === 'live' ? found : undefined;
    };
    let stopMeter = (): void => {};
    const stop = (): void => {
      followers.delete(stop);
      stopMeter();
    };
    followers.add(stop);
    void import('./level-meter.ts').then(
      (meter) => followers.has(stop) && (stopMeter = meter.followLevel(track, listener)),
      () => undefined,
    );
    return stop;
  }

  const port: PhoneDevices = {
    choose,
    async setProcessing(next) {
      processing = next;
      show();
      await settle();
    },
    async startTest() {
      if (options.inCall()) throw new RingbackError('conflict', 'There is a call: the microphone is in use.');
      await (await testBench()).start();
    },
    stopTest: async () => testing?.stop(),
    playSample,
    ...(canAsk ? { askForSpeaker } : {}),
    followLevel,
  };

  return {
    port: media && port,
    ringer,
    playRemote(far) {
      const audio = new Audio();
      const leave = outputs.add('speaker', audio);
      const silence = playRemoteAudio(far, audio);
      return () => {
        leave();
        silence();
      };
    },
    get standIn() {
      return isGone('microphone', chosen, list) || isGone('speaker', chosen, list);
    },
    open() {
      testing?.cancel();
      return open();
    },
    prefer({ processing: kept, ...devices }) {
      chosen = devices;
      processing = kept ?? ALL_ON;
      show();
      void route()
        .then(settle)
        .catch(() => undefined);
    },
    start() {
      running = true;
      if (!media) return;
      media.addEventListener('devicechange', changed);
      changed();
      void permissions?.query({ name: 'microphone' as PermissionName }).then(
        (status) => {
          asked = status;
          status.addEventListener('change', permissionChanged);
          permissionChanged();
        },
        // Not every browser tells before it is asked for the microphone itself.
        () => undefined,
      );
    },
    stop() {
      media?.removeEventListener('devicechange', changed);
      asked?.removeEventListener('change', permissionChanged);
      testing?.cancel();
      sample();
      ringer.stop();
      for (const stop of [...followers]) stop();
      running = false;
    },
  };
}
