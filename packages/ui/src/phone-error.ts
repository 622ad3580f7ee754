import type { Locale, PhoneErrorCode } from '@ringback/model';
import { rareErrorWords } from './rare-error.words.ts';
import { phoneErrorWords } from './phone-error.words.ts';

/** How a refusal of the gateway reads when what was asked for is a call. */
const OF_DIALLING = new Map<unknown, PhoneErrorCode>([
  ['invalid', 'number-invalid'],
  ['forbidden', 'number-not-allowed'],
  ['unauthorized', 'credential-refused'],
  ['unavailable', 'gateway-down'],
  ['timeout', 'gateway-down'],
]);

/** The code whose words tell a person what a rejected phone command means. */
export function phoneErrorCode(error: unknown, command: 'dial' | 'other' = 'other'): PhoneErrorCode {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  const words = { ...phoneErrorWords.en, ...rareErrorWords.en };
  const known = [cause?.code, code].find((one) => Object.hasOwn(words, String(one)));
  return ((known ?? (command === 'dial' && OF_DIALLING.get(code))) || 'failed') as PhoneErrorCode;
}

/** What happened and what to do, in words. */
export function phoneErrorSentence(code: PhoneErrorCode, locale: Locale): string {
  return { ...phoneErrorWords[locale], ...rareErrorWords[locale] }[code];
}

/** The same for who answers or hangs up, straight from what was thrown. */
export function answerErrorSentence(error: unknown, locale: Locale): string {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  const words = phoneErrorWords[locale];
  const known = [cause?.code, code].find((one) => Object.hasOwn(words, one ?? ''));
  return words[(known ?? 'failed') as keyof typeof words];
}
