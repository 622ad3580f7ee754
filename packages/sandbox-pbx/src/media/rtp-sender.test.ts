import type { RtpHeader } from 'werift';
import { describe, expect, it } from 'vitest';
import type { MediaFrame } from './endpoint.ts';
import { decodeUlaw, encodeUlaw } from './g711.ts';
import { RtpSender } from './rtp-sender.ts';

const frame = (timestamp: number, over: Partial<MediaFrame> = {}): MediaFrame => ({
  kind: 'audio',
  payload: Buffer.alloc(160),
  timestamp,
  marker: false,
  ...over,
});

function setUp() {
  const sent: RtpHeader[] = [];
  return { sent, sender: new RtpSender((_payload, header) => sent.push(header)) };
}

describe('audio that is passed on', () => {
  it('runs on in one stream when the speaker changes', () => {
    const { sent, sender } = setUp();
    sender.forward('olena', frame(5000));
    sender.forward('olena', frame(5160));
    sender.forward('visitor', frame(900_000));
    sender.play(Buffer.alloc(160));
    const steps = (values: number[]): number[] => values.slice(1).map((value, i) => value - values[i]!);
    expect(steps(sent.map(({ sequenceNumber }) => sequenceNumber))).toEqual([1, 1, 1]);
    expect(steps(sent.map(({ timestamp }) => timestamp))).toEqual([160, 160, 160]);
    expect(new Set(sent.map(({ ssrc }) => ssrc)).size).toBe(1);
    expect(sent.map(({ marker }) => marker)).toEqual([true, false, true, true]);
  });

  it('keeps a gap that the speaker made', () => {
    const { sent, sender } = setUp();
    sender.forward('olena', frame(5000));
    sender.forward('olena', frame(5000 + 1600));
    expect(sent[1]!.timestamp - sent[0]!.timestamp).toBe(1600);
  });

  it('gives a pressed key the number that the listener has for it, and drops it where there is none', () => {
    const { sent, sender } = setUp();
    sender.eventPayload = 126;
    sender.forward('olena', frame(1, { kind: 'event' }));
    sender.eventPayload = undefined;
    sender.forward('olena', frame(2, { kind: 'event' }));
    expect(sent.map(({ payloadType }) => payloadType)).toEqual([126]);
  });
});

describe('µ-law', () => {
  it('comes back within its own step for every loudness', () => {
    for (let sample = -32_000; sample <= 32_000; sample += 97) {
      const back = decodeUlaw(encodeUlaw(sample));
      expect(Math.abs(back - sample)).toBeLessThanOrEqual(Math.max(8, Math.abs(sample) / 16));
    }
  });
});
