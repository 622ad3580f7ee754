import type { PhoneErrorCode } from '@ringback/model';
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
  for (const known of [cause?.code, code]) {
    if (typeof known === 'string' && Object.hasOwn(phoneErrorWords.en, known)) return known as PhoneErrorCode;
  }
  return (command === 'dial' && OF_DIALLING.get(code)) || 'failed';
}
