import type { HealthPart, PhoneHealth, PhoneState } from '@ringback/model';

export interface HealthFacts {
  state: Pick<PhoneState, 'status' | 'error'>;
  connected: boolean;
  microphone: HealthPart;
  /** Of each call that is up. */
  media: readonly HealthPart['state'][];
}

/** One sentence for each part of what a call needs. */
export function healthOf({
  state: { status, error },
  connected,
  microphone,
  media,
}: HealthFacts): PhoneHealth {
  const why = error ? { code: error.code } : {};
  const trying: HealthPart = status === 'failed' ? { state: 'failed', ...why } : { state: 'trying', ...why };
  return {
    microphone,
    socket: connected ? { state: 'ok' } : trying,
    registration: status === 'registered' ? { state: 'ok' } : trying,
    media: mediaHealth(media),
  };
}

function mediaHealth(media: readonly HealthPart['state'][]): HealthPart {
  if (media.includes('trying')) return { state: 'trying', code: 'media-failed' };
  return { state: media.includes('ok') ? 'ok' : 'unknown' };
}
