/** Longest text that the gateway reads as a number. */
export const MAX_NUMBER_LENGTH = 80;

/** Invisible marks that come along when a number is copied from a chat or a spreadsheet. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const NUMBER = /[+(*#]?\d[\d\s().\-\u2010-\u2015/#*]*/;

/**
 * The number inside a pasted text: `Tel.: +38 (044) 123-45-67, ask for Ann` → `+38 (044) 123-45-67`. A text without digits stays as
 * it is: whoever pasted it should see what he pasted.
 */
export function cleanNumber(pasted: string): string {
  const text = pasted.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
  const number = NUMBER.exec(text)?.[0].replace(/[\s(.\-\u2010-\u2015/]+$/, '');
  return (number ?? text).slice(0, MAX_NUMBER_LENGTH);
}
