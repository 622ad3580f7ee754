import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hurryIce } from './ice.ts';
import type { RTCSession } from './jssip.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const STUN = { urls: 'stun:stun.example' };
const TURN = { urls: ['turn:turn.example', 'turns:turn.example'] };

type Found = (event: { candidate: { candidate: string }; ready: () => void }) => void;

function gathering(iceServers: RTCIceServer[]) {
  let found: Found = () => undefined;
  const session = { on: (_event: string, listener: Found) => (found = listener) };
  const { promise: gone, reject } = Promise.withResolvers<never>();
  hurryIce(session as unknown as RTCSession, iceServers, gone);
  const ready = vi.fn();
  return {
    ready,
    candidate: (type = 'host') =>
      found({ candidate: { candidate: `candidate:1 1 udp 1 192.0.2.1 9 typ ${type}` }, ready }),
    end: () => reject(new Error('gone')),
  };
}

describe('gathering of candidates', () => {
  it.each([
    ['without servers, as soon as no more comes', [], 'host', 20],
    ['with a STUN server, once it has said how we are seen', [STUN], 'srflx', 20],
    ['with a TURN server, once it has given us a place', [STUN, TURN], 'relay', 20],
    ['with a STUN server that does not answer, in time', [STUN], 'host', 300],
    ['with a TURN server that does not answer, in time', [STUN, TURN], 'srflx', 300],
  ])('is over %s', (_what, servers, type, ms) => {
    const { ready, candidate } = gathering(servers);
    candidate(type);
    vi.advanceTimersByTime(ms - 1);
    expect(ready).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(ready).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits for the other interfaces, and not for ever', () => {
    const { ready, candidate } = gathering([]);
    for (let ms = 0; ms < 300; ms += 15) {
      candidate();
      vi.advanceTimersByTime(15);
      expect(ready).toHaveBeenCalledTimes(ms + 15 < 300 ? 0 : 1);
    }
  });

  it('is hurried again when the way is looked for anew', () => {
    const { ready, candidate } = gathering([]);
    for (const times of [1, 2]) {
      candidate();
      vi.advanceTimersByTime(20);
      expect(ready).toHaveBeenCalledTimes(times);
    }
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
