import { RingbackError } from '@ringback/model';

/** What whoever still waits hears after `destroy`. */
export function takenOff(): RingbackError {
  return new RingbackError('unavailable', 'Ringback was taken off this page.');
}
