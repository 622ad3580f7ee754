/** Names: we keep one line, shops keep two or three. */

/** `Тарас Григорович Шевчук` → first `Тарас`, rest `Григорович Шевчук`. */
export function splitName(name: string): { first: string; last: string } {
  const [first = '', ...rest] = name.trim().split(/\s+/);
  return { first, last: rest.join(' ') };
}

export function joinName(...parts: readonly (string | null | undefined)[]): string {
  return parts
    .map((part) => (part ?? '').trim())
    .filter((part) => part !== '')
    .join(' ');
}

const fold = (text: string): string => text.normalize('NFC').toLocaleLowerCase();

/** Words of a search, in small letters. */
export function wordsOf(sought: string): string[] {
  return fold(sought)
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** What a host that looks for one part of a name is asked for. */
export function longestOf(words: readonly string[]): string {
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}

/** Every word stands in the name, whatever the letters' case and the order. */
export function nameHas(name: string, words: readonly string[]): boolean {
  const folded = fold(name);
  return words.length > 0 && words.every((word) => folded.includes(word));
}
