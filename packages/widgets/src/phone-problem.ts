/** Loaded when a command has failed: the sentences weigh more than the row that shows one of them. */
import type { Locale } from '@ringback/model';
import { phoneErrorCode, phoneErrorWords } from '@ringback/ui';

/** What happened and what to do, in words. */
export function phoneProblem(error: unknown, command: 'dial' | 'other', locale: Locale): string {
  return phoneErrorWords[locale][phoneErrorCode(error, command)];
}
