import { type PhoneError, RingbackError } from '@ringback/model';

export type GetUserMedia = (constraints: MediaStreamConstraints) => Promise<MediaStream>;

/** Asks the browser for the microphone. What it refuses is said in Ringback's words, with the `PhoneError` as `cause`. */
export async function openMicrophone(
  getUserMedia: GetUserMedia | undefined,
  audio: MediaTrackConstraints | true = true,
): Promise<MediaStream> {
  const ask = getUserMedia ?? ((constraints) => browserMicrophone(constraints));
  try {
    return await ask({ audio });
  } catch (reason) {
    throw microphoneError(reason);
  }
}

export function closeStream(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

function browserMicrophone(constraints: MediaStreamConstraints): Promise<MediaStream> {
  // Absent outside secure contexts.
  if (!navigator.mediaDevices)
    throw new DOMException('No microphone outside a secure page.', 'NotFoundError');
  return navigator.mediaDevices.getUserMedia(constraints);
}

function microphoneError(reason: unknown): RingbackError {
  const name = reason instanceof Error || reason instanceof DOMException ? reason.name : '';
  const refused = name === 'NotAllowedError' || name === 'SecurityError';
  const cause: PhoneError = refused
    ? { code: 'microphone-refused', message: 'The browser refused the microphone.' }
    : { code: 'microphone-missing', message: `No microphone could be opened (${name || 'unknown reason'}).` };
  return new RingbackError(refused ? 'forbidden' : 'unavailable', cause.message, {
    hint: refused ? 'Allow the microphone for this page.' : 'Plug a microphone in.',
    retryable: false,
    cause,
  });
}
