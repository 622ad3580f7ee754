/** What a visitor may ask for: checks of the number, in sentences for him. */
import {
  type Callback,
  type CallbackInput,
  type CallbackObstacle,
  RingbackError,
  type Site,
} from '@ringback/model';
import { readNumber } from '@ringback/model/phone-number';
import { visitorCountry } from './visitor-country.ts';

/** The number as E.164; rejects with `invalid` or `forbidden`. */
export function readVisitorNumber(site: Site, input: Pick<CallbackInput, 'number' | 'timeZone'>): string {
  const countries = new Set([site.country, visitorCountry(site, input.timeZone)]);
  const readings = [...countries].map((country) => readNumber(input.number ?? '', country));
  const numbers = readings.filter((each) => each.kind === 'e164');
  const [read] = numbers;
  if (!read) {
    const message = 'This is not a full phone number.';
    throw new RingbackError('invalid', message, {
      hint: 'Please enter your number with the area code.',
      fields: { number: message },
    });
  }
  // A stranger's phone would ring for one who is abroad with his own.
  if (numbers.some(({ e164 }) => e164 !== read.e164)) {
    throw new RingbackError('invalid', 'This can be a number of two countries.', {
      hint: 'Please enter your number with + and the country code.',
      fields: { number: 'needs the country code' },
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

/** What the visitor asks for besides the number; rejects with a sentence for him. */
export function readWish(
  site: Site,
  input: CallbackInput,
): { department: Callback['department']; at: Date | 'now' | 'opening' } {
  const department = site.departments?.find(({ id }) => id === input.department);
  if (input.department !== undefined && !department) {
    throw new RingbackError('invalid', 'There is no such department any more.', {
      hint: 'Please choose again.',
      fields: { department: 'is not known' },
    });
  }
  if (site.consent !== undefined && input.consent !== true) {
    throw new RingbackError('invalid', 'We may not call without your consent.', {
      hint: `Please agree: ${site.consent}`,
      fields: { consent: 'is needed' },
    });
  }
  const { when = 'now' } = input;
  return {
    department: department && { id: department.id, name: department.name },
    at: when === 'now' || when === 'opening' ? when : new Date(when),
  };
}

/** A call from the browser is one at once, where the site has them. */
export function checkWay(site: Site, { by, when = 'now' }: Pick<CallbackInput, 'by' | 'when'>): void {
  if (by !== 'browser') return;
  if (!site.browserCalls) {
    throw new RingbackError('unsupported', 'This site takes no calls from the browser.', {
      hint: 'Please leave a phone number.',
      fields: { by: 'is not offered' },
    });
  }
  if (when !== 'now') throw refusals.time();
}

/** Why nobody can call at once, in words for the visitor; the offer says what can be had instead. */
const OBSTACLES: Record<CallbackObstacle, [message: string, hint: string]> = {
  closed: ['Nobody is there at this hour.', 'Please choose a time, or let us call when we open.'],
  'nobody-there': ['Nobody is there to call you right now.', 'Please choose a time later, or call us.'],
  'all-busy': ['All of us are talking right now.', 'Please choose a time, or try again in a few minutes.'],
  'pbx-down': [
    'We cannot call you right now.',
    'The PBX cannot be reached. Please try again in a few minutes, or call us.',
  ],
};

export const refusals = {
  obstacle: (why: CallbackObstacle) => {
    const [message, hint] = OBSTACLES[why];
    return new RingbackError('unavailable', message, { hint });
  },
  time: () =>
    new RingbackError('invalid', 'We cannot call at this time.', {
      hint: 'Please choose one of the times that are offered.',
      fields: { when: 'is not offered' },
    }),
  doNotCall: () =>
    new RingbackError('forbidden', 'This number does not want to be called.', {
      hint: 'Please leave another number, or call us.',
      fields: { number: 'is not called' },
    }),
  proof: () =>
    new RingbackError(
      'rate-limited',
      'There are many requests just now; your browser has to show some work.',
      {
        hint: 'Please try again: the page does the work by itself.',
        fields: { proof: 'is needed, or was used already' },
      },
    ),
};
