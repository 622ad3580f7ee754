/** Numbers as hosts write them. What people typed into a CRM over ten years is no E.164. */
import { normaliseNumber, numbersIn, readNumber } from '@ringback/model/phone-number';

/** E.164 numbers of what a host has, each once, in its order; what is no number is left out. */
export function readPhones(written: readonly (string | null | undefined)[], country: string): string[] {
  return [...new Set(written.flatMap((one) => numbersIn(one ?? '', country)))];
}

/** Whether two ways of writing mean one number. */
export function samePhone(one: string, other: string, country: string): boolean {
  const number = normaliseNumber(one, country);
  return number !== '' && number === normaliseNumber(other, country);
}

/** Longest national number without its country code that is compared by its end alone. */
const TAIL_DIGITS = 10;

/**
 * The ways in which hosts write one number, for those that search by exact text: E.164, without the plus, with the country's trunk
 * prefix (8 in Russia and Kazakhstan, 0 nearly everywhere else), without any, and the usual spaces and brackets. Most likely first.
 */
export function phoneSpellings(number: string, country: string): string[] {
  const read = readNumber(number, country);
  if (read.kind === 'none') return number.trim() === '' ? [] : [number.trim()];
  if (read.kind === 'internal') return [read.extension];
  const { e164, international } = read;
  const digits = e164.slice(1);
  const [, ...rest] = international.split(' ');
  const national = rest.join('').replace(/\D/g, '');
  const trunk = e164.startsWith('+7') ? '8' : '0';
  const spellings = [e164, digits, `${trunk}${national}`, national, international];
  const [area, ...groups] = rest;
  if (area !== undefined && groups.length > 0) {
    const local = groups.join('-').replace(/(\d)[ ](\d)/g, '$1-$2');
    const code = e164.slice(0, e164.length - national.length);
    spellings.push(
      `${code} (${area}) ${local}`,
      `${code}(${area})${local}`,
      `${trunk} (${area}) ${local}`,
      `${trunk}(${area})${local}`,
    );
  }
  return [...new Set(spellings)];
}

/** The last ten digits: what is the same in nearly every way of writing. Always to be checked with `samePhone` afterwards. */
export function phoneTail(number: string): string {
  return number.replace(/\D/g, '').slice(-TAIL_DIGITS);
}
