import { describe, expect, it } from 'vitest';
import { asksToAutoAnswer } from './auto-answer.ts';

const asks = (headers: Record<string, string>): boolean =>
  asksToAutoAnswer({ getHeader: (name) => headers[name] });

describe('a call that shall be answered by itself', () => {
  it.each([
    ['Ringback’s own header', { 'X-Ringback-Auto-Answer': '1' }],
    ['Call-Info of Asterisk and 3CX', { 'Call-Info': '<sip:pbx>;answer-after=0' }],
    ['Call-Info with spaces', { 'Call-Info': '<http://pbx> ; Answer-After = 0' }],
    ['Alert-Info of Polycom', { 'Alert-Info': '<http://pbx>;info=alert-autoanswer;delay=0' }],
    ['Alert-Info as Cisco writes it', { 'Alert-Info': 'Auto Answer' }],
    ['Alert-Info with a time', { 'Alert-Info': '<http://pbx>;answer-after=0' }],
    ['P-Auto-answer', { 'P-Auto-answer': 'normal' }],
  ])('is known by %s', (_what, headers) => expect(asks(headers)).toBe(true));

  it.each([
    ['nothing', {}],
    [
      'our header with a no, whatever others say',
      { 'X-Ringback-Auto-Answer': '0', 'Call-Info': '<x>;answer-after=0' },
    ],
    ['a later answer', { 'Call-Info': '<sip:pbx>;answer-after=10' }],
    ['another kind of ringing', { 'Alert-Info': '<http://pbx/autoring.wav>' }],
    ['P-Auto-answer that is off', { 'P-Auto-answer': 'none' }],
  ])('is not meant by %s', (_what, headers) => expect(asks(headers)).toBe(false));
});
