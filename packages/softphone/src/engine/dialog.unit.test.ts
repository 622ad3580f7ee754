import { type PhoneCall, recoveringCall } from '@ringback/model';
import { afterEach, expect, test, vi } from 'vitest';
import { dialogOf, liveDialog, replacesHeaders } from './dialog.ts';
import { DialogKeeper } from './dialog-keeper.ts';
import type { RTCSession } from './jssip.ts';

afterEach(() => void vi.useRealTimers());

const id = { sipCallId: 'c4ll@pbx', localTag: 'ours', remoteTag: 'theirs' };
const call: PhoneCall = {
  id: 'call-1',
  direction: 'out',
  state: 'held',
  number: '+380671234501',
  muted: true,
  recovering: false,
  startedAt: '2026-11-23T08:59:50.000Z',
  connectedAt: '2026-11-23T09:00:00.000Z',
};

test('The PBX is asked with its own view of the dialog: its to-tag is our remote tag', () => {
  expect(replacesHeaders(id)).toEqual([
    'Replaces: c4ll@pbx;to-tag=theirs;from-tag=ours',
    'Require: replaces',
  ]);
});

test('The tags are read where JsSIP keeps them, and are absent before there is a dialog', () => {
  const _dialog = { id: { call_id: 'c4ll@pbx', local_tag: 'ours', remote_tag: 'theirs' } };
  expect(dialogOf({ _dialog } as unknown as RTCSession)).toEqual(id);
  expect(dialogOf({ _dialog: null } as unknown as RTCSession)).toBeUndefined();
});

test('After a reload the call is shown as it was: held, muted, and with its timer', () => {
  expect(recoveringCall(liveDialog(call, '+380671234501', id))).toEqual({
    ...call,
    recovering: true,
    startedAt: '2026-11-23T09:00:00.000Z',
  });
});

test('An older record never overwrites a newer one, and those in between are left out', async () => {
  const sent: string[] = [];
  const answers: (() => void)[] = [];
  const send = (what: string): Promise<void> => {
    sent.push(what);
    return new Promise((resolve) => answers.push(resolve));
  };
  const keeper = new DialogKeeper({
    put: ({ held }) => send(held ? 'held' : 'resumed'),
    remove: () => send('removed'),
  });
  const dialog = liveDialog(call, '+380671234501', id);
  keeper.put(dialog);
  keeper.put({ ...dialog, held: false });
  keeper.remove(dialog.callId);
  expect(sent).toEqual(['held']);
  answers.shift()!();
  await expect.poll(() => sent).toEqual(['held', 'removed']);
});

test('A gateway that does not know of the answer yet is told again', async () => {
  const pauses: number[] = [];
  let refusals = 2;
  const keeper = new DialogKeeper(
    {
      put: async () => {
        if (refusals > 0) throw new Error(`not-found ${(refusals -= 1)}`);
      },
      remove: async () => undefined,
    },
    async (ms) => void pauses.push(ms),
  );
  keeper.put(liveDialog(call, '+380671234501', id));
  await expect.poll(() => refusals).toBe(0);
  await expect.poll(() => pauses).toEqual([50, 250]);
});

test('A phone that stops does not try again what could not be sent, and one that is started again does', async () => {
  vi.useFakeTimers();
  let tries = 0;
  const keeper = new DialogKeeper({
    put: () => Promise.reject(new Error(`down ${(tries += 1)}`)),
    remove: async () => undefined,
  });
  const dialog = liveDialog(call, '+380671234501', id);
  keeper.put(dialog);
  await vi.advanceTimersByTimeAsync(400);
  keeper.stop();
  await vi.advanceTimersByTimeAsync(0);
  expect([tries, vi.getTimerCount()]).toEqual([3, 0]);
  keeper.put(dialog);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(tries).toBe(8);
});

test('A phone that stops with nothing to send leaves no error behind', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  new DialogKeeper({ put: async () => undefined, remove: async () => undefined }).stop();
  // Told when the microtasks of the turn are over.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

test('A record that cannot be sent at all does not stop the ones after it', async () => {
  const sent: string[] = [];
  const keeper = new DialogKeeper(
    {
      put: () => Promise.reject(new Error('down')),
      remove: async (callId) => void sent.push(callId),
    },
    async () => undefined,
  );
  keeper.put(liveDialog(call, '+380671234501', id));
  keeper.remove('call-1');
  await expect.poll(() => sent).toEqual(['call-1']);
});
