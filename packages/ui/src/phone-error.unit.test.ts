import { PHONE_ERRORS, RingbackError } from '@ringback/model';
import { describe, expect, it } from 'vitest';
import { phoneErrorCode } from './phone-error.ts';
import { phoneErrorWords } from './phone-error.words.ts';

describe('what a rejected command means', () => {
  it('is the phone error that is its cause', () => {
    expect(phoneErrorCode(new RingbackError('bug', 'x', { cause: { code: 'microphone-missing' } }))).toBe(
      'microphone-missing',
    );
  });

  it('depends on what was asked: a forbidden number is not a forbidden microphone', () => {
    const refused = new RingbackError('forbidden', 'x');
    expect(phoneErrorCode(refused, 'dial')).toBe('number-not-allowed');
    expect(phoneErrorCode(refused)).toBe('failed');
  });

  it.each([undefined, null, 'text', { code: 'toString' }, new Error('x')])(
    'is a plain failure for %s',
    (thrown) => {
      expect(phoneErrorCode(thrown, 'dial')).toBe('failed');
    },
  );

  it('has words in three languages', () => {
    for (const words of Object.values(phoneErrorWords))
      expect(Object.keys(words).sort()).toEqual([...PHONE_ERRORS].sort());
  });
});
