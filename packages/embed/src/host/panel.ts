/** `panel.js`: the elements with the page's one Lit, and what puts them into the page. `ringback.js` loads it while the frame joins. */
import type { Locale } from '@ringback/model';
import { loadLanguage } from './language.ts';

export { mount } from './mount.ts';

/** Before anything is drawn. Where the words do not come it speaks English. */
export function speak(locale: Locale, folder: string): Promise<void> {
  return loadLanguage(locale, folder).catch(() =>
    console.warn(`Ringback: the words for "${locale}" could not be loaded; it speaks English.`),
  );
}
