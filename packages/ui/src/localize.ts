/**
 * Words in three languages. Our own thirty lines instead of @lit/localize: that one is configured once per page, and we
 * are guests in pages that may have configured it for themselves (docs/decisions/0003).
 *
 * A catalogue is a plain object per language; English is complete by type, so a missing word is a compile error.
 */
import type { Locale } from '@ringback/model';

export type Words = Record<string, string>;
export type Catalogue<W extends Words> = Record<Locale, W>;

/** Fills `{name}` places. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** The nearest of our languages to what the page or the browser speaks. */
export function pickLocale(wanted: string | null | undefined): Locale {
  const language = (wanted ?? '').slice(0, 2).toLowerCase();
  return language === 'uk' || language === 'ru' ? language : 'en';
}
