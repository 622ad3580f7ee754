import { beforeEach, describe, expect, it } from 'vitest';
import type { PbxEvent } from '../contract.ts';
import { LegBook, type Outcome } from './legs.ts';
import type { AriEvent, Channel } from './wire.ts';

const timestamp = '2026-11-23T10:00:00.000+0000';
const ONE = 'ringback~leg-1~1';
const TWO = 'ringback~leg-1~2';

function channel(id: string, state = 'Up'): Channel {
  return {
    ...{ id, name: `PJSIP/101-${id}`, state, caller: { name: '', number: '101' } },
    dialplan: { exten: '102', app_name: 'Stasis', app_data: 'ringback,device' },
  };
}
const start = (id: string, args: string[], state = 'Up'): AriEvent => ({
  type: 'StasisStart',
  timestamp,
  args,
  channel: channel(id, state),
});
const answered = (id: string): AriEvent => start(id, ['originated']);
const offered = (id: string): AriEvent => start(id, ['device', '101', 'call-1'], 'Ring');
const state = (id: string, to: string): AriEvent => ({
  type: 'ChannelStateChange',
  timestamp,
  channel: channel(id, to),
});
const hold = (id: string): AriEvent => ({ type: 'ChannelHold', timestamp, channel: channel(id) });
const unhold = (id: string): AriEvent => ({ type: 'ChannelUnhold', timestamp, channel: channel(id) });
const destroyed = (id: string, cause: number, tech_cause?: number): AriEvent => ({
  ...{ type: 'ChannelDestroyed' as const, timestamp, cause, channel: channel(id) },
  ...(tech_cause === undefined ? {} : { tech_cause }),
});
const replaced = (id: string, old: string): AriEvent => ({
  ...{ type: 'StasisStart' as const, timestamp, args: [], channel: channel(id) },
  replace_channel: channel(old),
});
const entered = (id: string): AriEvent => ({
  ...{ type: 'ChannelEnteredBridge' as const, timestamp, channel: channel(id) },
  bridge: { id: 'bridge-1', channels: [id, ONE] },
});
const types = ({ tell }: Outcome): PbxEvent['type'][] => tell.map(({ type }) => type);

describe('legs', () => {
  let book: LegBook;
  beforeEach(() => {
    book = new LegBook('ringback');
    book.originated(
      'leg-1',
      new Map([
        [ONE, 'soft'],
        [TWO, 'desk'],
      ]),
    );
  });

  it('rings once however many phones ring', () => {
    expect(types(book.apply(state(ONE, 'Ringing')))).toEqual(['leg.ringing']);
    expect(types(book.apply(state(TWO, 'Ringing')))).toEqual([]);
  });

  it('belongs to the first who answers; whoever answers too is sent away', () => {
    expect(book.apply(answered(TWO))).toMatchObject({
      tell: [{ type: 'leg.answered', legId: 'leg-1', phone: 'desk' }],
      hangup: [{ channelId: ONE, cause: 'answered-elsewhere' }],
    });
    expect(book.channelOf('leg-1')).toBe(TWO);
    expect(book.apply(answered(ONE))).toMatchObject({ tell: [], hangup: [{ channelId: ONE }] });
    expect(types(book.apply(destroyed(ONE, 26)))).toEqual([]);
    expect(book.apply(destroyed(TWO, 16)).tell).toMatchObject([
      { type: 'leg.ended', legId: 'leg-1', cause: 'normal' },
    ]);
    expect(book.has('leg-1')).toBe(false);
  });

  it('ends when the last phone has said no', () => {
    expect(types(book.apply(destroyed(ONE, 21, 603)))).toEqual([]);
    expect(book.apply(destroyed(TWO, 16)).tell).toMatchObject([{ type: 'leg.ended', cause: 'rejected' }]);
  });

  it('a phone that could not be asked is as one that is off', () => {
    book.failed(ONE, timestamp);
    expect(book.failed(TWO, timestamp).tell).toMatchObject([{ type: 'leg.ended', cause: 'unreachable' }]);
  });

  it('ends with the cause that was asked for', () => {
    expect(book.hangup('leg-1', undefined)).toEqual({ channelIds: [ONE, TWO], cause: 'cancelled' });
    expect(book.wants(TWO)).toBe(false);
    book.apply(destroyed(ONE, 16));
    expect(book.apply(destroyed(TWO, 16)).tell).toMatchObject([{ type: 'leg.ended', cause: 'cancelled' }]);
    expect(book.hangup('leg-1', undefined)).toMatchObject({ channelIds: [] });
  });

  it('a phone that is asked for late is not wanted any more', () => {
    expect(book.wants(TWO)).toBe(true);
    book.apply(answered(ONE));
    expect(book.wants(TWO)).toBe(false);
    expect(book.wants(ONE)).toBe(true);
  });

  it('what comes from the dialplan is offered once, with its header', () => {
    expect(book.apply(offered('17.1')).tell).toMatchObject([
      {
        type: 'leg.offered',
        legId: '17.1',
        origin: { kind: 'device', endpoint: '101' },
        dialled: '102',
        callId: 'call-1',
      },
    ]);
    expect(types(book.apply(offered('17.1')))).toEqual([]);
    expect(types(book.apply(state('17.1', 'Up')))).toEqual(['leg.answered']);
    expect(types(book.apply(state('17.1', 'Up')))).toEqual([]);
  });

  it('gives back what the dialplan passes without saying where it comes from', () => {
    expect(book.apply(start('17.1', []))).toMatchObject({ tell: [], letGo: ['17.1'] });
    expect(book.apply(start('17.2', ['device']))).toMatchObject({ tell: [], letGo: ['17.2'] });
    expect(book.apply(start('ringback~probe-1', ['probe']))).toEqual({ tell: [], hangup: [], letGo: [] });
  });

  it('goes on under the new id after a takeover, and the old channel is hung up without a word when it has been swapped', () => {
    book.apply(answered(ONE));
    expect(book.apply(replaced('17.5', ONE))).toMatchObject({
      tell: [{ type: 'leg.replaced', legId: 'leg-1', byLegId: '17.5' }],
      hangup: [],
    });
    expect(book.apply(entered('17.5'))).toMatchObject({ tell: [], hangup: [{ channelId: ONE }] });
    expect(book.apply(entered('17.5'))).toMatchObject({ hangup: [] });
    expect(types(book.apply(destroyed(ONE, 16)))).toEqual([]);
    expect(book.channelOf('17.5')).toBe('17.5');
    expect(book.apply(destroyed('17.5', 16)).tell).toMatchObject([{ type: 'leg.ended', legId: '17.5' }]);
  });

  it('hangs the old channel up, too, where the new one is gone before it was swapped', () => {
    book.apply(answered(ONE));
    book.apply(replaced('17.5', ONE));
    expect(book.apply(destroyed('17.5', 16))).toMatchObject({
      tell: [{ type: 'leg.ended', legId: '17.5' }],
      hangup: [{ channelId: ONE }],
    });
  });

  it.each([
    ['held, taken over unheld', true, false, ['leg.replaced', 'leg.resumed']],
    ['held, taken over held', true, true, ['leg.replaced']],
    ['not held, taken over held', false, true, ['leg.replaced', 'leg.held']],
    ['not held, taken over unheld', false, false, ['leg.replaced']],
  ] as const)('%s', (_, before, after, told) => {
    book.apply(answered(ONE));
    if (before) book.apply(hold(ONE));
    expect(book.apply((after ? hold : unhold)('17.5')).tell).toEqual([]);
    expect(types(book.apply(replaced('17.5', ONE)))).toEqual(told);
  });

  it('tells a hold once', () => {
    book.apply(answered(ONE));
    expect(types(book.apply(hold(ONE)))).toEqual(['leg.held']);
    expect(types(book.apply(hold(ONE)))).toEqual([]);
    expect(types(book.apply(unhold(ONE)))).toEqual(['leg.resumed']);
    expect(types(book.apply(unhold(ONE)))).toEqual([]);
  });

  describe('after a reconnection', () => {
    it('tells of a hold that began before it, when it is over', () => {
      book.apply(answered(ONE));
      book.rebuild([{ ...channel(ONE), state: 'Up' }]);
      expect(types(book.apply(unhold(ONE)))).toEqual(['leg.resumed']);
      expect(types(book.apply(unhold(ONE)))).toEqual([]);
      book.apply(hold(ONE));
      book.rebuild([{ ...channel(ONE), state: 'Up' }]);
      expect(types(book.apply(unhold(ONE)))).toEqual(['leg.resumed']);
    });

    it('knows the legs that are there, and tells nothing twice', () => {
      const later = new LegBook('ringback');
      later.rebuild([channel(ONE), channel(TWO, 'Ringing'), channel('17.1')]);
      expect(types(later.apply(answered(ONE)))).toEqual([]);
      expect(types(later.apply(offered('17.1')))).toEqual([]);
      expect(later.hangup('17.1', undefined)).toEqual({ channelIds: ['17.1'], cause: 'normal' });
      expect(types(later.apply(destroyed(ONE, 16)))).toEqual(['leg.ended']);
    });

    it('offers who came in while we asked', () => {
      const later = new LegBook('ringback');
      later.rebuild([channel('17.1', 'Ring')]);
      expect(types(later.apply(offered('17.1')))).toEqual(['leg.offered']);
    });

    it('forgets the legs that are gone', () => {
      book.rebuild([]);
      expect(book.has('leg-1')).toBe(false);
      expect(types(book.apply(destroyed(ONE, 16)))).toEqual([]);
    });
  });
});
