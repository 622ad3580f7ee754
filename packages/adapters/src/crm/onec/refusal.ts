/** What 1C and the web server before it say when they refuse. */
import type { ErrorCode } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import { codeOfStatus, type HttpAnswer } from '../../http/index.ts';
import { manifest } from './manifest.ts';

const Told = z.object({
  'odata.error': z.object({
    code: z.union([z.string(), z.number()]),
    message: z.object({ value: z.string() }),
  }),
});
/** Longest text of 1C that is passed on: a stack of its modules may follow. */
const LONGEST = 300;
const NO_LICENCE = /лиценз|licen[cs]e/i;

/** 1C's own numbers of errors (administrator's guide, 17.4.10). */
const CODES: Record<string, ErrorCode> = {
  0: 'unsupported',
  6: 'unsupported',
  8: 'unsupported',
  9: 'not-found',
  11: 'unsupported',
  15: 'conflict',
  19: 'unsupported',
  20: 'forbidden',
};
/** The set, or what is to be done with it, is not published: of the record that says nothing. */
const UNPUBLISHED = new Set(['6', '8']);
const PUBLISH = 'Look whether the object is published in the OData interface.';
/** Whatever a handler of the configuration throws; the text is meant for people. */
const BUSINESS = '-1';

export function refusalOf({ status, text }: HttpAnswer, name: string): AdapterError {
  const { code, message } = told(text);
  if (NO_LICENCE.test(message)) {
    return new AdapterError(
      manifest.id,
      'rate-limited',
      `${name}: 1C has no free licence for another session.`,
      {
        hint: 'Lower “Requests at once” in the settings, or free a licence.',
      },
    );
  }
  const mapped =
    code === BUSINESS && status === 500 ? 'invalid' : code === undefined ? undefined : CODES[code];
  if (mapped === undefined && status === 404) {
    // The web server's own answer: the base is not published at this address, or not now.
    return new AdapterError(manifest.id, 'unavailable', `${name}: there is no 1C at this address.`, {
      hint: 'Look whether the base and its OData interface are published on the web server.',
    });
  }
  const ours = mapped ?? codeOfStatus(status) ?? 'bug';
  // What the platform says echoes what it was sent; what the configuration says is for the person who waits.
  const said = message === '' ? `answered ${status}` : `said: ${message.slice(0, LONGEST)}`;
  return new AdapterError(manifest.id, ours, `${name}: 1C ${said}`, hintOf(ours, code));
}

function told(text: string): { code: string | undefined; message: string } {
  try {
    const read = Told.safeParse(JSON.parse(text));
    if (!read.success) return { code: undefined, message: '' };
    const { code, message } = read.data['odata.error'];
    return { code: String(code), message: message.value };
  } catch {
    return { code: undefined, message: '' };
  }
}

function hintOf(code: ErrorCode, told = ''): { hint?: string } {
  if (code === 'unauthorized') return { hint: 'Look at the user and the password of the infobase user.' };
  if (code === 'forbidden') return { hint: 'Give the infobase user a role with rights to this object.' };
  if (UNPUBLISHED.has(told)) return { hint: PUBLISH };
  return {};
}
