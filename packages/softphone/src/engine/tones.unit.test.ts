import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RTCSession } from './jssip.ts';
import { playTones } from './tones.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A session whose far side knows no telephone events; `refuses` = the PBX takes no INFO. */
function infoSession({ refuses = false } = {}) {
  const sent: string[] = [];
  const session = Object.assign(new EventEmitter(), {
    connection: { remoteDescription: { sdp: '' } },
    sendInfo(_type: string, body: string) {
      const info = new EventEmitter();
      session.emit('newInfo', { info });
      sent.push(/Signal=(.)/.exec(body)![1]!);
      queueMicrotask(() => info.emit(refuses ? 'failed' : 'succeeded'));
    },
  });
  return { sent, session: session as unknown as RTCSession };
}

function call() {
  const { promise: gone, reject } = Promise.withResolvers<never>();
  gone.catch(() => undefined);
  return { gone, end: () => reject(new Error('over')) };
}

describe('keys told by SIP INFO', () => {
  it('go one after another, with two seconds for a comma; what is pressed meanwhile comes after them', async () => {
    const { sent, session } = infoSession();
    const { gone } = call();
    await playTones(session, '1,2', { way: 'info', gone });
    const later = playTones(session, '3', { way: 'info', gone });
    expect(sent).toEqual(['1']);
    await vi.advanceTimersByTimeAsync(1_900);
    expect(sent).toEqual(['1']);
    await vi.advanceTimersByTimeAsync(400);
    await later;
    expect(sent).toEqual(['1', '2', '3']);
  });

  it('leave no clock behind when the call ends in a pause', async () => {
    const { sent, session } = infoSession();
    const { gone, end } = call();
    await playTones(session, '1,2', { way: 'info', gone });
    await vi.advanceTimersByTimeAsync(500);
    end();
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(sent).toEqual(['1']);
  });

  it('are told as refused where the PBX does not take them', async () => {
    const { session } = infoSession({ refuses: true });
    await expect(playTones(session, '1', { way: 'info', gone: call().gone })).rejects.toMatchObject({
      code: 'unsupported',
    });
  });
});
