/**
 * A language that nobody speaks, to see what a right-to-left page does to the elements before one is translated: English, a third longer, turned
 * round by Unicode's override as Android's `ar-XB` is. `{places}` stay, so that values are filled in as ever.
 */
import { RingbackElement, type Words } from '@ringback/ui';

const RIGHT_TO_LEFT = '\u202e';
const END = '\u202c';

function pseudo(sentence: string): string {
  const longer = sentence.replace(/[aeiou](?![^{]*\})/g, '$&$&');
  return longer.replace(/\{\w+\}|[^{}]+/g, (part) =>
    part.startsWith('{') ? part : `${RIGHT_TO_LEFT}${part}${END}`,
  );
}

const made = new WeakMap<Words, Words>();

/** A catalogue's English in it; the same object for the same words, as elements expect. */
export function pseudoWords<W extends Words>(words: W): W {
  const known = made.get(words);
  if (known) return known as W;
  const result = Object.fromEntries(
    Object.entries(words).map(([key, sentence]) => [key, pseudo(sentence)]),
  ) as W;
  made.set(words, result);
  return result;
}

/** Every element asks for its words here; in a page that runs right to left it is given these. */
export function speakPseudoLocale(): void {
  const element = RingbackElement.prototype as unknown as { words(catalogue: Record<string, Words>): Words };
  const real = element.words;
  element.words = function (catalogue) {
    const words = real.call(this, catalogue);
    return document.documentElement.dir === 'rtl' ? pseudoWords(words) : words;
  };
}
