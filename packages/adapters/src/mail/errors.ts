/** What a mail server's refusal means to us. Words of the server are not passed on: they may quote what was sent. */
import { AdapterError } from '../error.ts';
import { isNotBelieved } from './trust.ts';

const LATER = 'Try it again in a while; nothing has been sent twice.';

interface Refused {
  code?: unknown;
  responseCode?: unknown;
  authenticationFailed?: unknown;
}

function notBelieved(error: unknown): AdapterError {
  return new AdapterError('mail', 'unavailable', 'The certificate of the mail server is not believed.', {
    hint: 'Look at the name of the server; of a certificate that the firm made itself enter the authority.',
    cause: error,
  });
}

export function sendingError(error: unknown): AdapterError {
  if (isNotBelieved(error)) return notBelieved(error);
  const { code, responseCode } = error as Refused;
  const failed = (kind: AdapterError['code'], message: string, hint: string) =>
    new AdapterError('mail', kind, message, { hint, cause: error });
  if (code === 'EAUTH' || code === 'ENOAUTH')
    return failed(
      'unauthorized',
      'The mail server does not take this user and password.',
      'Look at Mail at /admin.',
    );
  if (typeof responseCode === 'number' && responseCode >= 500)
    return failed(
      'invalid',
      `The mail server refused the letter (${responseCode}).`,
      'Look whether the addresses are right.',
    );
  return failed('unavailable', 'The mail server did not take the letter.', LATER);
}

export function readingError(error: unknown): AdapterError {
  if (error instanceof AdapterError) return error;
  if (isNotBelieved(error)) return notBelieved(error);
  if ((error as Refused).authenticationFailed === true)
    return new AdapterError('mail', 'unauthorized', 'The mail server does not take this user and password.', {
      hint: 'Enter the password again.',
      cause: error,
    });
  return new AdapterError('mail', 'unavailable', 'The mail server for receiving does not answer.', {
    hint: 'Look at its name, port and encryption.',
    cause: error,
  });
}
