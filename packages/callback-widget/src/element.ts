/** `callback-element.js`: loaded at the first touch of the button. */
import './callback/ringback-callback.ts';
import type { Create } from './loader/launcher.ts';

/** One language a chunk: a visitor reads one. */
const LANGUAGES = {
  en: () => import('./words/en.ts'),
  uk: () => import('./words/uk.ts'),
  ru: () => import('./words/ru.ts'),
};

/** Puts the dialog into the page, closed. */
export const create: Create = async (site, variant) => {
  const { words } = await LANGUAGES[site.locale]();
  const created = document.createElement('ringback-callback');
  Object.assign(created, { site, words, lang: site.locale });
  if (variant) created.variant = variant;
  const { accent, ink } = site.look ?? {};
  if (accent) created.style.setProperty('--ringback-accent', accent);
  if (ink) created.style.setProperty('--ringback-ink', ink);
  document.body.append(created);
  return created;
};
