import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hurryIce } from './ice.ts';
import type { RTCSession } from './jssip.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function gathering(iceServers: RTCIceServer[]) {
  let found: (event: { ready: () => void }) => void = () => undefined;
  const session = { on: (_event: string, listener: typeof found) => (found = listener) };
  const { promise: gone, reject } = Promise.withResolvers<never>();
  hurryIce(session as unknown as RTCSession, iceServers, gone);
  const ready = vi.fn();
  return { ready, candidate: () => found({ ready }), end: () => reject(new Error('gone')) };
}

describe('gathering of candidates', () => {
  it.each([
    ['without servers', [], 100],
    ['with a STUN server that does not answer', [{ urls: 'stun:dead.example' }], 300],
  ])('%s is over in time, counted from the first candidate', (_what, servers, ms) => {
    const { ready, candidate } = gathering(servers);
    candidate();
    vi.advanceTimersByTime(ms - 1);
    candidate();
    expect(ready).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(ready).toHaveBeenCalledTimes(1);
  });

  it('is over with the call', async () => {
    const { ready, candidate, end } = gathering([]);
    candidate();
    end();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ready).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits for nothing before there is a candidate', () => {
    const { ready } = gathering([]);
    vi.advanceTimersByTime(60_000);
    expect(ready).not.toHaveBeenCalled();
  });
});
