import type { Locale } from '@ringback/model';

/**
 * Loads the words of a language from the script's folder, before anything is drawn. Here they are part of every module, and there is
 * nothing to do; in the bundle `src/build/split-languages.mjs` puts its loader in this module's place.
 */
export async function loadLanguage(_locale: Locale, _folder: string): Promise<void> {}
