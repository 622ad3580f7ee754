import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MediaFrame } from './endpoint.ts';
import { decodeUlaw, encodeUlaw, SILENCE } from './g711.ts';
import { Bridge, type Party } from './room.ts';

class FakeParty implements Party {
  held = false;
  heard: MediaFrame[] = [];
  played: Buffer[] = [];
  infos: string[] = [];
  hear = (_source: unknown, frame: MediaFrame): void => void this.heard.push(frame);
  play = (audio: Buffer): void => void this.played.push(audio);
  info = (_type: string, body: string): void => void this.infos.push(body);
}

const frame: MediaFrame = { kind: 'audio', payload: SILENCE, timestamp: 0, marker: false };

function setUp() {
  const bridge = new Bridge('b');
  const [olena, visitor] = [new FakeParty(), new FakeParty()];
  bridge.join(olena);
  bridge.join(visitor);
  const hold = (party: FakeParty, held: boolean): void => {
    party.held = held;
    bridge.onHold();
  };
  return { bridge, olena, visitor, hold };
}

describe('a bridge', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('gives to each what the other says, and nothing back', () => {
    const { bridge, olena, visitor } = setUp();
    bridge.onFrame(olena, frame);
    bridge.onInfo(visitor, 'application/dtmf-relay', 'Signal=1');
    expect([olena.heard.length, visitor.heard.length]).toEqual([0, 1]);
    expect([olena.infos, visitor.infos]).toEqual([['Signal=1'], []]);
  });

  it('pips softly for who waits, 50 frames a second, and not for who holds', () => {
    const { olena, visitor, hold } = setUp();
    hold(olena, true);
    vi.advanceTimersByTime(3000);
    expect(visitor.played).toHaveLength(150);
    expect(visitor.played.filter((audio) => !audio.equals(SILENCE))).toHaveLength(10);
    expect(olena.played).toEqual([]);
  });

  it('mixes three: each hears the sum of the others, and none himself', () => {
    const { bridge, olena, visitor } = setUp();
    const third = new FakeParty();
    bridge.join(third);
    const level = (value: number): MediaFrame => ({
      ...frame,
      payload: Buffer.alloc(160, encodeUlaw(value)),
    });
    bridge.onFrame(olena, level(1000));
    bridge.onFrame(visitor, level(200));
    vi.advanceTimersByTime(20);
    const heard = (party: FakeParty) => decodeUlaw(party.played.at(-1)?.[0] ?? 0);
    expect(heard(third)).toBeCloseTo(1200, -2);
    expect(heard(olena)).toBeCloseTo(200, -1);
    expect(heard(visitor)).toBeCloseTo(1000, -2);
  });

  it('goes back to two when the third has left, and goes on when one of three holds', () => {
    const { bridge, olena, visitor, hold } = setUp();
    const third = new FakeParty();
    bridge.join(third);
    hold(third, true);
    bridge.onFrame(olena, { ...frame, payload: Buffer.alloc(160, encodeUlaw(1000)) });
    vi.advanceTimersByTime(20);
    expect(decodeUlaw(visitor.played.at(-1)?.[0] ?? 0)).toBeCloseTo(1000, -2);
    bridge.leave(third);
    visitor.played = [];
    bridge.onFrame(olena, frame);
    vi.advanceTimersByTime(20);
    expect([visitor.heard.length, visitor.played.length]).toEqual([1, 0]);
  });

  it('is silent again when the call goes on, when both hold, and when one is gone', () => {
    const { bridge, olena, visitor, hold } = setUp();
    const playsOn = (): boolean => {
      visitor.played = [];
      vi.advanceTimersByTime(1000);
      return visitor.played.length > 0;
    };
    hold(olena, true);
    expect(playsOn()).toBe(true);
    hold(olena, false);
    expect(playsOn()).toBe(false);
    hold(olena, true);
    hold(visitor, true);
    expect(playsOn()).toBe(false);
    hold(visitor, false);
    expect(playsOn()).toBe(true);
    bridge.leave(olena);
    expect(playsOn()).toBe(false);
  });
});
