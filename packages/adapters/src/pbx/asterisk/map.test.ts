import { describe, expect, it } from 'vitest';
import { LEG_END_CAUSES } from '../contract.ts';
import {
  callerId,
  channelId,
  checkedTarget,
  legOfChannel,
  mostTelling,
  toCallId,
  toCaller,
  toEndCause,
  toIso,
  toQ850,
  toSnapshot,
} from './map.ts';
import type { Channel } from './wire.ts';

describe('why a channel ended', () => {
  const ringing = { answered: false, originated: true };
  const calling = { answered: false, originated: false };
  const talking = { answered: true, originated: true };
  it.each([
    ['the phone is busy', { q850: 17, sip: 486, ...ringing }, 'busy'],
    ['the person declines', { q850: 21, sip: 603, ...ringing }, 'rejected'],
    ['busy everywhere', { q850: 17, sip: 600, ...ringing }, 'busy'],
    ['the phone gave up ringing', { q850: 19, sip: 480, ...ringing }, 'no-answer'],
    ['our time ran out', { q850: 16, ...ringing }, 'no-answer'],
    ['our time ran out, said without a cause', { q850: 0, ...ringing }, 'no-answer'],
    ['no such number', { q850: 1, sip: 404, ...ringing }, 'unreachable'],
    ['no such number, by Q.850 alone', { q850: 1, ...ringing }, 'unreachable'],
    ['the phone is not there', { q850: 20, ...ringing }, 'unreachable'],
    ['the trunk is full', { q850: 34, sip: 503, ...ringing }, 'failed'],
    ['the caller gave up', { q850: 127, sip: 487, ...calling }, 'cancelled'],
    ['the caller gave up, said by an older Asterisk', { q850: 127, ...calling }, 'cancelled'],
    ['one of both hung up', { q850: 16, ...talking }, 'normal'],
    ['the media stopped coming', { q850: 44, ...talking }, 'failed'],
  ] as const)('%s', (_, ending, cause) => {
    expect(toEndCause(ending)).toBe(cause);
  });

  it('every cause of ours has a number of theirs', () => {
    for (const cause of LEG_END_CAUSES) expect(toQ850(cause)).toBeGreaterThan(0);
  });

  it("a person's answer on one phone tells more than silence on another", () => {
    expect(mostTelling(['unreachable', 'no-answer', 'rejected'])).toBe('rejected');
    expect(mostTelling(['no-answer', 'busy'])).toBe('busy');
    expect(mostTelling([])).toBe('unreachable');
  });
});

describe('who calls', () => {
  it.each([
    [{ number: '+380671112233' }, '<+380671112233>'],
    [{ number: '101', name: 'Іван "Ваня" <boss>' }, '"Іван  Ваня   boss" <101>'],
    [{ number: '', name: 'Хтось' }, '"Хтось" <anonymous>'],
    [{ number: '1>\r\nX: y', name: '\n' }, '<1   X: y>'],
  ])('%o is shown as %s', (caller, shown) => {
    expect(callerId(caller)).toBe(shown);
  });

  it('a hidden number is empty, a name comes along', () => {
    expect(toCaller({ caller: { number: 'Anonymous', name: '' } })).toEqual({ number: '' });
    expect(toCaller({ caller: { number: '101', name: 'Olena' } })).toEqual({ number: '101', name: 'Olena' });
  });

  it('a call id that is none is not believed', () => {
    expect(toCallId('call_1-a')).toBe('call_1-a');
    for (const header of [undefined, '', 'a b', 'x'.repeat(65), 'ї'])
      expect(toCallId(header)).toBeUndefined();
  });
});

describe('what is dialled', () => {
  it('nothing gets through that means something to the dialplan', () => {
    for (const number of ['', '38,067', '1&PJSIP/102', '1@evil', '1/n', '+', '${EXTEN}', '1'.repeat(33)]) {
      expect(() => checkedTarget({ kind: 'trunk', number })).toThrow(/cannot dial/);
    }
    for (const endpoint of ['', 'a/b', 'a,b', '101)', 'a&b']) {
      expect(() => checkedTarget({ kind: 'device', endpoint })).toThrow(/cannot dial/);
    }
    expect(checkedTarget({ kind: 'trunk', number: '+380671112233' })).toBeDefined();
    expect(checkedTarget({ kind: 'device', endpoint: 'olena.home-2' })).toBeDefined();
  });
});

describe('channels and legs', () => {
  it('a channel of ours says whose it is; a stranger is his own leg', () => {
    expect(legOfChannel('ringback', channelId('ringback', 'leg-1', 2))).toBe('leg-1');
    expect(legOfChannel('ringback', channelId('other', 'leg-1', 1))).toBeUndefined();
    expect(legOfChannel('ringback', 'ringback~probe-1;2')).toBeUndefined();
    expect(legOfChannel('ringback', '1795428627.5')).toBe('1795428627.5');
  });

  it('reads local time with an offset', () => {
    expect(toIso('2026-11-23T12:10:28.403+0200')).toBe('2026-11-23T10:10:28.403Z');
  });

  it('a snapshot folds the phones of one agent, and leaves strangers out', () => {
    const channel = (id: string, state: string, data?: string): Channel => ({
      ...{ id, name: 'PJSIP/101-1', state, caller: { name: '', number: '' } },
      dialplan: { exten: '1', ...(data === undefined ? {} : { app_name: 'Stasis', app_data: data }) },
    });
    const snapshot = toSnapshot('ringback', {
      channels: [
        channel('ringback~leg-1~1', 'Ringing'),
        channel('ringback~leg-1~2', 'Up', 'ringback,originated'),
        channel('other~leg-2~1', 'Up', 'other'),
        channel('17.1', 'Up', 'ringback,trunk'),
        channel('17.2', 'Ring', 'ringbacker,trunk'),
        channel('17.3', 'Up'),
      ],
      bridges: [{ id: 'bridge-1', channels: ['ringback~leg-1~2', '17.1'] }],
      endpoints: [
        { technology: 'PJSIP', resource: '101', state: 'online' },
        { technology: 'PJSIP', resource: '102', state: 'offline' },
      ],
    });
    expect(snapshot).toEqual({
      legs: [
        { legId: 'leg-1', answered: true, bridgeId: 'bridge-1' },
        { legId: '17.1', answered: true, bridgeId: 'bridge-1' },
      ],
      onlineDevices: ['101'],
    });
  });
});
