/**
 * `demo.js`, for `data-gateway="demo"`: a phone that rings and sample data, with no server at all. A module of its own, so that no
 * real panel pays for it; plain DOM, because `ringback.js` has the page's one Lit.
 */
import type { Backend, Locale, Phone } from '@ringback/model';
// eslint-disable-next-line @typescript-eslint/no-restricted-imports -- the fakes are what is demonstrated
import { createDemo } from '@ringback/testing';
import { demoWords } from './demo.words.ts';

/** How long the page stands before the phone rings by itself, in ms. */
const FIRST_RING_MS = 4_000;

const STYLES = `
:host { position: fixed; inset-block-start: 12px; inset-inline-end: 12px; z-index: 2147481500; max-inline-size: calc(100vw - 24px); }
section { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; max-inline-size: 520px; padding: 8px 12px; border: 1px solid light-dark(#8a8f98, #8a8f98);
  border-radius: var(--ringback-radius, 8px); background: light-dark(#fffbe8, #2c2a1d); color: light-dark(#2b2a20, #f4f1de); font: 13px/1.4 system-ui, sans-serif; }
p { flex: 1 1 220px; margin: 0; }
button { min-block-size: 32px; padding-inline: 12px; border: 1px solid currentColor; border-radius: inherit; background: transparent; color: inherit; font: inherit; cursor: pointer; }
button:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
`;

export interface StartedDemo {
  phone: Phone;
  backend: Backend;
  destroy(): void;
}

export function startDemo(locale: Locale): StartedDemo {
  const demo = createDemo({ locale });
  const timer = setTimeout(demo.ring, FIRST_RING_MS);
  const ring = (): void => {
    clearTimeout(timer);
    demo.ring();
  };
  const note = draw(locale, ring);
  document.body.append(note);
  return {
    phone: demo.phone,
    backend: demo.backend,
    destroy() {
      clearTimeout(timer);
      note.remove();
    },
  };
}

function draw(locale: Locale, ring: () => void): HTMLElement {
  const words = demoWords[locale];
  const note = document.createElement('div');
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  const root = note.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  const section = document.createElement('section');
  section.setAttribute('aria-label', words.region);
  section.lang = locale;
  const sentence = document.createElement('p');
  sentence.textContent = words.what;
  section.append(
    sentence,
    button(words.ring, ring),
    button(words.close, () => note.remove()),
  );
  root.append(section);
  return note;
}

function button(label: string, onClick: () => void): HTMLButtonElement {
  const one = document.createElement('button');
  one.type = 'button';
  one.textContent = label;
  one.addEventListener('click', onClick);
  return one;
}
