/** "How do others hear me?": records what is said and plays it back. Loaded when it is first asked for. */
import type { DevicesState } from '@ringback/model';
import { closeStream } from '../microphone.ts';
import type { Outputs } from './outputs.ts';

export interface DeviceTestOptions {
  open: () => Promise<MediaStream>;
  outputs: Outputs;
  onChange: (test: DevicesState['test']) => void;
}

export interface DeviceTest {
  /** What is recorded now. */
  readonly stream: MediaStream | undefined;
  start(): Promise<void>;
  /** From recording to playing, from playing to the end. */
  stop(): Promise<void>;
  /** A call needs the microphone, or the phone goes. */
  cancel(): void;
}

/** Longest recording, in ms. */
const LONGEST_MS = 10_000;

export function createDeviceTest({ open, outputs, onChange }: DeviceTestOptions): DeviceTest {
  let recording: { readonly stream: MediaStream; end(keep: boolean): void } | undefined;
  let endPlaying: (() => void) | undefined;

  async function start(): Promise<void> {
    cancel();
    const stream = await open();
    const recorder = new MediaRecorder(stream);
    const parts: Blob[] = [];
    let kept = true;
    const end = (keep: boolean): void => {
      clearTimeout(timer);
      kept = keep;
      recording = undefined;
      if (recorder.state !== 'inactive') recorder.stop();
      closeStream(stream);
    };
    const timer = setTimeout(() => end(true), LONGEST_MS);
    recorder.ondataavailable = ({ data }) => void parts.push(data);
    // Also when the microphone was unplugged in the middle of it.
    recorder.onstop = () => {
      if (recording?.stream === stream) end(true);
      if (kept) void play(new Blob(parts, { type: recorder.mimeType }));
    };
    recording = { stream, end };
    recorder.start();
    onChange('recording');
  }

  async function play(recorded: Blob): Promise<void> {
    const address = URL.createObjectURL(recorded);
    const audio = new Audio(address);
    const leave = outputs.add('speaker', audio);
    const end = (): void => {
      if (endPlaying !== end) return;
      endPlaying = undefined;
      leave();
      audio.pause();
      URL.revokeObjectURL(address);
      onChange('off');
    };
    endPlaying = end;
    audio.onended = end;
    audio.onerror = end;
    onChange('playing');
    await audio.play().catch(end);
  }

  function cancel(): void {
    if (recording) {
      recording.end(false);
      onChange('off');
    }
    endPlaying?.();
  }

  return {
    get stream() {
      return recording?.stream;
    },
    start,
    async stop() {
      if (recording) recording.end(true);
      else endPlaying?.();
    },
    cancel,
  };
}
