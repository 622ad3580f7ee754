/** What a visitor may ask for: checks of the number, in sentences for him. */
import { type CallbackInput, RingbackError, type Site } from '@ringback/model';
import { readNumber } from '@ringback/model/phone-number';

/** Requests per number and quarter of an hour: nobody is to be plagued through our form. */
export const MOST_PER_NUMBER = 3;
/** Requests per site and quarter of an hour: a fuse against scripts that go through many numbers. */
export const MOST_PER_SITE = 60;
export const LIMIT_WINDOW_MS = 15 * 60_000;

/** The number as E.164; rejects with `invalid` or `forbidden`. */
export function readVisitorNumber(site: Site, input: Pick<CallbackInput, 'number'>): string {
  const read = readNumber(input.number, site.country);
  if (read.kind !== 'e164') {
    const message = 'This is not a full phone number.';
    throw new RingbackError('invalid', message, {
      hint: 'Please enter your number with the area code.',
      fields: { number: message },
    });
  }
  if (!read.callable) {
    throw new RingbackError('forbidden', 'We cannot call numbers with a special rate.', {
      hint: 'Please leave a mobile or a landline number.',
      fields: { number: 'has a special rate' },
    });
  }
  if (read.country === undefined || !site.callableCountries.includes(read.country)) {
    throw new RingbackError('forbidden', 'We cannot call numbers of this country.', {
      hint: 'Please leave a number of another country, or write to us.',
      fields: { number: 'is of a country that is not called' },
    });
  }
  return read.e164;
}

export const refusals = {
  pbxDown: () =>
    new RingbackError('unavailable', 'We cannot call you right now.', {
      hint: 'The PBX cannot be reached. Please try again in a few minutes, or call us.',
    }),
  nobodyThere: () =>
    new RingbackError('unavailable', 'Nobody is there to call you right now.', {
      hint: 'Please try again later, or call us.',
    }),
  allBusy: () =>
    new RingbackError('unavailable', 'All of us are talking right now.', {
      hint: 'Please try again in a few minutes.',
    }),
  tooMany: () =>
    new RingbackError('rate-limited', 'A call to this number has been asked for too often.', {
      hint: 'Please try again in a quarter of an hour, or call us.',
      retryAfterMs: LIMIT_WINDOW_MS,
    }),
};
