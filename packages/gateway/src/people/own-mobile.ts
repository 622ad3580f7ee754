/** What an administrator typed as a person's own mobile. */
import { isFirmNumber, type Mobile, type MobileInput, type Settings } from '@ringback/model';
import { readNumber } from '@ringback/model/phone-number';

/** As it is kept, or what is wrong with its number. */
export function readMobile({ number, rings }: MobileInput, settings: Settings): Mobile | string {
  const read = readNumber(number, settings.country);
  if (read.kind === 'none' && read.why === 'empty') return 'is empty: give the number of his mobile';
  if (read.kind !== 'e164')
    return 'cannot be read as a phone number: give it with + and country code, such as +380501112233';
  if (isFirmNumber(read.e164, settings)) return 'is a number of the firm: give the one of his own mobile';
  if (!read.callable) return 'has a special rate: give an ordinary mobile number';
  // Calls to it cost what calls that he dials cost.
  if (read.country === undefined || !settings.dialCountries.includes(read.country))
    return 'is in a country that may not be called: allow it in the settings under “Countries agents may dial” first';
  return { number: read.e164, rings };
}
