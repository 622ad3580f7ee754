import type { PhoneCall } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRinger } from './ringer.ts';
import { BELL, KNOCK, type Sound, valueAt } from './sounds.ts';

const call = (state: PhoneCall['state'], direction: PhoneCall['direction'] = 'in'): PhoneCall =>
  ({ id: `${direction}-${state}`, state, direction }) as PhoneCall;

/** A ringer in a browser that lets it sound, or not before a click. */
function phone({ clicked = true } = {}) {
  const sounding: Sound[] = [];
  const blocked: boolean[] = [];
  const page = { clicked };
  const ringer = createRinger({
    async play(sound) {
      if (!page.clicked) throw new DOMException('', 'NotAllowedError');
      sounding.push(sound);
      return () => void sounding.splice(sounding.indexOf(sound), 1);
    },
    onBlocked: (next) => blocked.push(next),
  });
  return { ringer, sounding, blocked, page };
}

describe('the bell', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('rings while a call waits, and not for one that we have dialled', async () => {
    const { ringer, sounding } = phone();
    ringer.follow([call('ringing', 'out')]);
    await vi.runAllTimersAsync();
    expect(sounding).toEqual([]);
    ringer.follow([call('ringing')]);
    await vi.runAllTimersAsync();
    expect(sounding).toEqual([BELL]);
    ringer.follow([call('connecting')]);
    expect(sounding).toEqual([]);
  });

  it('knocks when somebody talks already', async () => {
    const { ringer, sounding } = phone();
    ringer.follow([call('connected'), call('ringing')]);
    await vi.runAllTimersAsync();
    expect(sounding).toEqual([KNOCK]);
  });

  it('says that the browser keeps it silent, and rings after the click by itself', async () => {
    const { ringer, sounding, blocked, page } = phone({ clicked: false });
    ringer.follow([call('ringing')]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect([sounding, blocked]).toEqual([[], [true]]);
    page.clicked = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect([sounding, blocked]).toEqual([[BELL], [true, false]]);
  });

  it('rings at once when it is asked to after the click', async () => {
    const { ringer, sounding, page } = phone({ clicked: false });
    ringer.follow([call('ringing')]);
    await vi.advanceTimersByTimeAsync(10);
    page.clicked = true;
    expect(await ringer.again()).toBe(true);
    expect(sounding).toEqual([BELL]);
  });

  it('is silent again, and tries nothing more, when the caller has given up', async () => {
    const { ringer, sounding, blocked } = phone({ clicked: false });
    ringer.follow([call('ringing')]);
    await vi.advanceTimersByTimeAsync(10);
    ringer.follow([call('ended')]);
    expect([sounding, blocked, vi.getTimerCount()]).toEqual([[], [true, false], 0]);
    expect(await ringer.again()).toBe(false);
  });
});

describe('a sound', () => {
  it('begins and ends without a click, and is silent between its bursts', () => {
    expect([0, 0.4, 0.5, 2].map((second) => Math.abs(valueAt(BELL, second)))).toEqual([0, 0, 0, 0]);
    expect(Math.max(...Array.from({ length: 400 }, (_, ms) => valueAt(BELL, ms / 1000)))).toBeGreaterThan(
      0.4 * BELL.level,
    );
  });
});
