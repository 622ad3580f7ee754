/** The small windows that the frame shows on its own page: what they are made of. */
import type { Look } from '../protocol.ts';

/** Shows the frame, and takes it away. */
export interface Stage {
  /** Where the windows are drawn. */
  root: HTMLElement;
  show: (size: { width: number; height: number }) => void;
  hide: () => void;
}

/** CSS pixels; core.css sets the same width. */
export const WINDOW_WIDTH = 340;

export function fit({ root, show }: Stage): void {
  show({ width: WINDOW_WIDTH, height: Math.ceil(root.getBoundingClientRect().height) });
}

/** A dialog with a title, dressed as the page around; Escape calls `cancel`. */
export function drawWindow(title: string, { locale, scheme }: Look, cancel: () => void): HTMLElement {
  const page = document.documentElement;
  page.lang = locale;
  page.style.setProperty('color-scheme', scheme);
  const window = make('div', {});
  const heading = make('h1', { id: 'title', textContent: title });
  window.setAttribute('role', 'dialog');
  window.setAttribute('aria-labelledby', heading.id);
  window.append(heading);
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') cancel();
  });
  return window;
}

/** Shows it, with the focus where a person begins. */
export function openWindow(stage: Stage, window: HTMLElement, first: HTMLElement): void {
  stage.root.replaceChildren(window);
  fit(stage);
  const give = (): void => {
    if (!window.isConnected) return removeEventListener('focus', give);
    if (!window.contains(document.activeElement)) first.focus();
  };
  // Not before the host gives the focus to the frame: it remembers who had it, and gives it back.
  addEventListener('focus', give);
  if (document.hasFocus()) give();
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(tag), properties);
}
