import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type MediaWatch, watchMedia } from './media-watch.ts';

class Connection extends EventTarget {
  connectionState: RTCPeerConnectionState;
  constructor(state: RTCPeerConnectionState) {
    super();
    this.connectionState = state;
  }
  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }
}

let watch: MediaWatch;
let lost: number;
function watched(state: RTCPeerConnectionState): Connection {
  const connection = new Connection(state);
  watch = watchMedia(connection as unknown as RTCPeerConnection, {
    onLost: () => void (lost += 1),
    onChange: () => {},
  });
  return connection;
}

beforeEach(() => {
  lost = 0;
  vi.useFakeTimers();
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

describe('a media path', () => {
  it('that breaks has a moment to heal by itself', () => {
    const connection = watched('connected');
    connection.become('disconnected');
    vi.advanceTimersByTime(1_499);
    expect(lost).toBe(0);
    connection.become('connected');
    vi.advanceTimersByTime(60_000);
    expect(lost).toBe(0);
    connection.become('disconnected');
    vi.advanceTimersByTime(1_500);
    expect(lost).toBe(1);
  });

  it('that has failed is lost at once', () => {
    watched('connecting').become('failed');
    expect(lost).toBe(1);
    vi.advanceTimersByTime(60_000);
    expect(lost).toBe(1);
  });

  it.each([
    ['is looked for already when it is watched', 'connecting'],
    ['begins to be looked for', 'new'],
  ] as const)('that %s, and is not found, is lost after ten seconds', (_what, state) => {
    const connection = watched(state);
    if (state === 'new') connection.become('connecting');
    vi.advanceTimersByTime(9_999);
    expect([lost, watch.state]).toEqual([0, 'trying']);
    vi.advanceTimersByTime(1);
    expect(lost).toBe(1);
  });

  it('that goes on being looked for is told as lost again', () => {
    watched('connecting');
    vi.advanceTimersByTime(30_000);
    expect(lost).toBe(3);
  });

  it('that is found in time is not lost', () => {
    const connection = watched('connecting');
    vi.advanceTimersByTime(9_999);
    connection.become('connected');
    vi.advanceTimersByTime(60_000);
    expect([lost, watch.state]).toEqual([0, 'ok']);
  });

  it('that nobody looks for yet may take its time: the phone only rings', () => {
    watched('new');
    vi.advanceTimersByTime(60_000);
    expect(lost).toBe(0);
  });

  it('of a leg that is gone is not lost any more, also when that is what loss brings about', () => {
    watched('connecting');
    watch.stop();
    vi.advanceTimersByTime(60_000);
    expect([lost, vi.getTimerCount()]).toEqual([0, 0]);
    const connection = new Connection('connecting');
    watch = watchMedia(connection as unknown as RTCPeerConnection, {
      onLost: () => watch.stop(),
      onChange: () => {},
    });
    vi.advanceTimersByTime(10_000);
    expect(vi.getTimerCount()).toBe(0);
  });
});
