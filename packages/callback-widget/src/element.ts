/** `callback-element.js`: loaded at the first touch of the button. */
import './callback/ringback-callback.ts';
import type { CallbackSite } from './site.ts';

/** One language a chunk: a visitor reads one. */
const LANGUAGES = {
  en: () => import('./words/en.ts'),
  uk: () => import('./words/uk.ts'),
  ru: () => import('./words/ru.ts'),
};

let element: Promise<HTMLElementTagNameMap['ringback-callback']> | undefined;

async function create(site: CallbackSite): Promise<HTMLElementTagNameMap['ringback-callback']> {
  const { words } = await LANGUAGES[site.locale]();
  const created = document.createElement('ringback-callback');
  created.site = site;
  created.words = words;
  created.lang = site.locale;
  document.body.append(created);
  return created;
}

/** Shows the dialog, one for a page. A language that could not be loaded is asked for again at the next click. */
export async function open(site: CallbackSite): Promise<{ close(): void; destroy(): void }> {
  element ??= create(site).catch((error: unknown) => {
    element = undefined;
    throw error;
  });
  const shown = await element;
  await shown.open();
  return {
    close: () => shown.close(),
    destroy: () => {
      shown.remove();
      element = undefined;
    },
  };
}
