import { PHONE_ERRORS, RingbackError } from '@ringback/model';
import { describe, expect, it } from 'vitest';
import { answerErrorSentence, phoneErrorCode, phoneErrorSentence } from './phone-error.ts';

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

  it('has a sentence for who answers, and a plain one for what it does not know', () => {
    const refused = new RingbackError('bug', 'x', { cause: { code: 'microphone-missing' } });
    expect(answerErrorSentence(refused, 'en')).toContain('Plug one in');
    for (const thrown of [{ code: 'toString' }, { code: 'number-invalid' }, new Error('x')])
      expect(answerErrorSentence(thrown, 'en')).toBe('That did not work.');
  });

  it('has words in three languages', () => {
    for (const locale of ['en', 'uk', 'ru'] as const) {
      const sentences = PHONE_ERRORS.map((code) => phoneErrorSentence(code, locale));
      expect(sentences.every((sentence) => sentence.length > 5)).toBe(true);
      expect(new Set(sentences).size).toBe(PHONE_ERRORS.length);
    }
  });
});
