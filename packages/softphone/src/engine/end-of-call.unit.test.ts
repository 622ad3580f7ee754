import { describe, expect, test } from 'vitest';
import { answeredElsewhere, type CallSoFar, endOfCall, type SipEnd } from './end-of-call.ts';

const OUT: CallSoFar = { incoming: false, talked: false, hungUp: false };
const IN: CallSoFar = { incoming: true, talked: false, hungUp: false };
const remote = (status: number): SipEnd => ({ originator: 'remote', cause: 'SIP Failure Code', status });

describe('A call that we make', () => {
  test.each([
    [486, 'busy', 'busy'],
    [600, 'busy', 'busy'],
    [603, 'rejected', 'rejected'],
    [480, 'no-answer', 'no-answer'],
    [408, 'no-answer', 'no-answer'],
    [404, 'failed', 'unreachable'],
    [484, 'failed', 'number-invalid'],
    [403, 'failed', 'number-not-allowed'],
    [488, 'failed', 'media-failed'],
    [503, 'failed', 'pbx-down'],
    [499, 'failed', 'failed'],
  ] as const)('is refused with %i: %s, %s', (status, endReason, code) => {
    expect(endOfCall(remote(status), OUT)).toMatchObject({ endReason, error: { code } });
  });

  test('is cancelled by us without an error', () => {
    const end = endOfCall({ originator: 'local', cause: 'Canceled' }, { ...OUT, hungUp: true });
    expect(end).toEqual({ endReason: 'cancelled' });
  });

  test('ends with the connection to the PBX', () => {
    expect(endOfCall({ originator: 'local', cause: 'Canceled' }, OUT)).toMatchObject({
      endReason: 'failed',
      error: { code: 'pbx-down' },
    });
  });

  test('fails when the browser cannot make a connection', () => {
    const end = endOfCall({ originator: 'local', cause: 'WebRTC Error' }, OUT);
    expect(end).toMatchObject({ endReason: 'failed', error: { code: 'media-failed' } });
  });
});

describe('A call that comes in', () => {
  test('is missed when the far side gives up', () => {
    expect(endOfCall({ originator: 'remote', cause: 'Canceled' }, IN)).toEqual({ endReason: 'missed' });
  });

  test('is missed when nobody answers in time', () => {
    expect(endOfCall({ originator: 'local', cause: 'No Answer' }, IN)).toEqual({ endReason: 'missed' });
  });

  test('is answered elsewhere when the PBX says so', () => {
    const reason = 'SIP;cause=200;text="Call completed elsewhere"';
    expect(endOfCall({ originator: 'remote', cause: 'Canceled', reason }, IN)).toEqual({
      endReason: 'answered-elsewhere',
    });
  });

  test('is rejected by the agent', () => {
    expect(endOfCall({ originator: 'local', cause: 'Rejected' }, { ...IN, hungUp: true })).toEqual({
      endReason: 'rejected',
    });
  });
});

describe('A conversation', () => {
  const talked = { ...IN, talked: true };
  test('is completed whoever hangs up', () => {
    expect(endOfCall({ originator: 'remote', cause: 'Terminated' }, talked)).toEqual({
      endReason: 'completed',
    });
    expect(endOfCall({ originator: 'local', cause: 'Terminated' }, { ...talked, hungUp: true })).toEqual({
      endReason: 'completed',
    });
  });

  test('says when the sound broke off', () => {
    const end = endOfCall({ originator: 'local', cause: 'RTP Timeout' }, talked);
    expect(end).toMatchObject({ endReason: 'completed', error: { code: 'media-failed' } });
  });
});

test.each([
  ['SIP;cause=200;text="Call completed elsewhere"', true],
  ['SIP ;cause=200 ;text="Call completed elsewhere"', true],
  ['Q.850;cause=26', true],
  ['Q.850;cause=16, SIP;cause=200', true],
  ['Q.850;cause=16;text="Normal Clearing"', false],
  ['SIP;cause=2000', false],
  ['SIP;cause=487', false],
  [undefined, false],
])('Reason %s: answered elsewhere is %s', (reason, elsewhere) => {
  expect(answeredElsewhere(reason)).toBe(elsewhere);
});

describe('A call that is talked', () => {
  const TALKED = { ...IN, talked: true };
  const bye = (reason?: string): SipEnd => ({ originator: 'remote', cause: 'Terminated', reason });

  test.each([
    ['Q.850;cause=38;text="Network out of order"', 'failed'],
    ['Q.850;cause=44', 'failed'],
    ['Q.850 ; cause = 41', 'failed'],
    ['Q.850;cause=16', 'completed'],
    [undefined, 'completed'],
  ] as const)('ends by a BYE with the reason %s: %s', (reason, endReason) => {
    expect(endOfCall(bye(reason), TALKED)).toEqual({ endReason });
  });

  test('is not cut off when the agent hung up at that moment', () => {
    expect(endOfCall(bye('Q.850;cause=38'), { ...TALKED, hungUp: true })).toEqual({ endReason: 'completed' });
  });
});
