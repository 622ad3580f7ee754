/** Recordings and files in memory: a tone that comes and goes, as long as the recording says. */
import { type ExportsGroup, type Recording, RingbackError, type RecordingsGroup } from '@ringback/model';
import type { FakeCrmKit } from './kit.ts';

/** Samples a second, of one byte each. */
const RATE = 4000;
const TONE_HZ = 220;
const PEAKS = 200;
const LINK_MS = 15 * 60_000;

export function createFakeRecordings({ begin, calls, putCall, readOnly, now }: FakeCrmKit): RecordingsGroup {
  const links = new Map<string, string>();
  function need(id: string) {
    const call = calls().find(({ recordings }) => recordings?.some((one) => one.id === id));
    const recording = call?.recordings?.find((one) => one.id === id);
    if (call && recording) return { call, recording };
    throw new RingbackError('not-found', 'There is no such recording.');
  }
  const reads: RecordingsGroup = {
    async link(id) {
      await begin('recordings.link', id);
      const { recording } = need(id);
      const url =
        links.get(id) ?? URL.createObjectURL(new Blob([wavOf(recording.seconds)], { type: 'audio/wav' }));
      links.set(id, url);
      return { url, expiresAt: new Date(Date.parse(now()) + LINK_MS).toISOString() };
    },
    async waveform(id) {
      await begin('recordings.waveform', id);
      const { seconds } = need(id).recording;
      return { peaks: Array.from({ length: PEAKS }, (_, part) => loudness((part * seconds) / PEAKS)) };
    },
  };
  if (readOnly) return reads;
  return {
    ...reads,
    async remove(id) {
      await begin('recordings.remove', id);
      const { call, recording } = need(id);
      const recordings = (call.recordings ?? []).map((one) =>
        one === recording ? { ...one, state: 'deleted' as const } : one,
      );
      putCall({ ...call, recordings, version: call.version + 1 });
    },
    async set(callId, wish) {
      await begin('recordings.set', callId, wish);
      const call = calls().find(({ id }) => id === callId);
      if (!call) throw new RingbackError('not-found', 'There is no such call.');
      const { recordings = [] } = call;
      const runs = recordings.find(({ state }) => state === 'on' || state === 'paused');
      const state: Recording['state'] = wish === 'off' ? 'saving' : wish;
      const fresh: Recording = {
        ...{ id: `recording-of-${callId}`, callId, kind: 'call', state, startedAt: now() },
        ...{ seconds: 0, bytes: 0, format: 'wav' },
      };
      const next = { ...(runs ?? fresh), state };
      const changed = {
        ...call,
        recordings: [...recordings.filter((one) => one !== runs), next],
        version: call.version + 1,
      };
      putCall(changed);
      return changed;
    },
  };
}

export function createFakeExports({ begin, now }: FakeCrmKit): ExportsGroup {
  return {
    async calls(filters) {
      await begin('exports.calls', filters);
      const url = URL.createObjectURL(new Blob(['id,number\r\n'], { type: 'text/csv' }));
      return { url, expiresAt: new Date(Date.parse(now()) + LINK_MS).toISOString() };
    },
  };
}

/** Somebody speaks, and pauses: 0 to 1 at a second of the recording. */
function loudness(second: number): number {
  const phrase = second % 7;
  return phrase > 5.5 ? 0.05 : 0.4 + 0.6 * Math.abs(Math.sin(second * 2.3));
}

function wavOf(seconds: number): Uint8Array<ArrayBuffer> {
  const samples = Math.round(seconds * RATE);
  const file = new DataView(new ArrayBuffer(44 + samples));
  const text = (at: number, letters: string) =>
    [...letters].forEach((letter, index) => file.setUint8(at + index, letter.charCodeAt(0)));
  text(0, 'RIFF');
  file.setUint32(4, 36 + samples, true);
  text(8, 'WAVEfmt ');
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, RATE, true);
  file.setUint32(28, RATE, true);
  file.setUint16(32, 1, true);
  file.setUint16(34, 8, true);
  text(36, 'data');
  file.setUint32(40, samples, true);
  for (let at = 0; at < samples; at += 1) {
    const second = at / RATE;
    file.setUint8(44 + at, 128 + 40 * loudness(second) * Math.sin(2 * Math.PI * TONE_HZ * second));
  }
  return new Uint8Array(file.buffer);
}
