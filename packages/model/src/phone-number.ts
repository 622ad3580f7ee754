/**
 * Phone numbers. An entry of its own, because libphonenumber weighs 29 kB: the gateway reads numbers, browsers show
 * what it read.
 */
import {
  type CountryCode,
  findPhoneNumbersInText,
  getExampleNumber,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';

export type ReadNumber =
  | {
      kind: 'e164';
      /** `+380441234567` */
      e164: string;
      /** ISO 3166 alpha-2; absent for satellite and other world-wide codes. */
      country: string | undefined;
      /** Spelling for people of that country's neighbours: `+380 44 123 4567`. */
      international: string;
      /** As it is dialled and written within the country: `044 123 4567`. */
      national: string;
      /** False for premium rate, shared cost, satellite, voicemail and the like. */
      callable: boolean;
    }
  | { kind: 'internal'; extension: string }
  | { kind: 'none'; why: 'empty' | 'too-short' | 'too-long' | 'not-a-number' };

const CALLABLE = new Set([
  'MOBILE',
  'FIXED_LINE',
  'FIXED_LINE_OR_MOBILE',
  'VOIP',
  'TOLL_FREE',
  'PERSONAL_NUMBER',
  'UAN',
]);

/** Whether numbers of this country can be told: ISO 3166 alpha-2, so `GB` and not `UK`. */
export const isCountry = (code: string): boolean => isSupportedCountry(code);

/** Longest number that is read as a colleague's extension. */
export const MAX_INTERNAL_DIGITS = 5;

/**
 * Reads what a person typed or pasted, or what a network sent.
 * `tel:` and `sip:` links, spaces, dots, dashes, brackets, 00 and 810 prefixes are understood.
 */
export function readNumber(input: string, country: string): ReadNumber {
  const bare = inAscii(input)
    .trim()
    .replace(/^(tel|sips?|callto):/i, '')
    .replace(/[;?@].*$/, '')
    .trim();
  if (bare === '') return { kind: 'none', why: 'empty' };
  if (/[^\d\s+().\-/\u00a0\u2010-\u2015#*]/.test(bare)) return { kind: 'none', why: 'not-a-number' };
  const digits = bare.replace(/\D/g, '');
  if (digits.length > 0 && digits.length <= MAX_INTERNAL_DIGITS && !bare.startsWith('+')) {
    return digits === bare ? { kind: 'internal', extension: digits } : { kind: 'none', why: 'too-short' };
  }
  if (digits.length > 18) return { kind: 'none', why: 'too-long' };
  for (const candidate of spellings(bare, digits)) {
    const parsed = parsePhoneNumberFromString(candidate, country as CountryCode);
    if (parsed?.isValid()) {
      return {
        kind: 'e164',
        e164: parsed.number,
        country: parsed.country,
        international: parsed.formatInternational(),
        national: parsed.formatNational(),
        // World-wide codes belong to no country: satellites, networks at sea, shared cost.
        callable: parsed.country !== undefined && CALLABLE.has(parsed.getType() ?? ''),
      };
    }
  }
  return { kind: 'none', why: digits.length < 7 ? 'too-short' : 'not-a-number' };
}

/**
 * Digits of every script as 0 to 9: Arabic, Persian, Indian, full-width and others; the full-width plus too. Without what cannot be
 * seen: phones' address books and chats put marks of direction around the numbers that are copied from them.
 */
function inAscii(text: string): string {
  const seen = text.replace(/\p{Cf}/gu, '').replaceAll('＋', '+');
  return seen.replace(/(?!\d)\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let zero = code;
    // Unicode has the ten digits of a script one after the other, and some scripts' tens as well.
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String((code - zero) % 10);
  });
}

/** The ways in which one number is written: as it is, 810/00 for +, and the plus forgotten. */
function* spellings(bare: string, digits: string): Generator<string> {
  yield bare;
  if (digits.startsWith('810')) yield `+${digits.slice(3)}`;
  if (digits.startsWith('00')) yield `+${digits.slice(2)}`;
  if (!bare.startsWith('+') && digits.length >= 10) yield `+${digits}`;
}

/** E.164 where it can be read as a number, else the input trimmed: never throws, never loses what the network said. */
export function normaliseNumber(input: string, country: string): string {
  const read = readNumber(input, country);
  if (read.kind === 'e164') return read.e164;
  if (read.kind === 'internal') return read.extension;
  return input.trim();
}

/** A mobile number of the country as its people write it abroad, `+380 50 123 4567`; empty for a country that is none. */
export function exampleNumber(country: string): string {
  return getExampleNumber(country as CountryCode, examples)?.formatInternational() ?? '';
}

/** Numbers that stand in what people wrote into one field, E.164, in their order: beside extensions and names, and several of them. */
export function numbersIn(text: string, country: string): string[] {
  const parts = inAscii(text).split(/[,;|\\\n]/);
  return parts.flatMap((part) => {
    const whole = readNumber(part, country);
    if (whole.kind === 'e164') return [whole.e164];
    // A slash stands after an area code, or between two numbers: there one is whole, and another begins.
    const parted = part.replace(/(?<=(?:\d\D{0,3}){7})\/(?=\s*[+(0])/g, '\n');
    return findPhoneNumbersInText(parted, country as CountryCode).flatMap(({ number }) => {
      const read = readNumber(number.number, country);
      return read.kind === 'e164' ? [read.e164] : [];
    });
  });
}
