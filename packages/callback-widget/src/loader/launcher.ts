/**
 * The button in the corner and the queue of commands: nothing else until somebody touches it, no request, no storage, no
 * Lit. The element comes when it is asked for.
 */
import { addCommands, type RingbackGlobal } from '@ringback/ui/command-queue';
import type { RingbackCallback } from '../callback/callback.ts';
import { type CallbackSite, isWithin } from '../site.ts';
import { STYLES } from './button.styles.ts';
import { watchPage } from './page.ts';

/** Puts the dialog into the page; the element's module exports this. */
export type Create = (site: CallbackSite, variant: Variant) => Promise<RingbackCallback>;
export type Variant = { id: string; button?: string; title?: string } | undefined;

const LABELS = { en: 'Call me back', uk: 'Передзвоніть мені', ru: 'Перезвоните мне' };

/** The page's `window`. */
export type Page = { ringback?: RingbackGlobal; ringbackCallback?: true; dataLayer?: unknown[] };

/** Told to the page's analytics by the same names. */
const FACTS = ['callback.requested', 'callback.changed'];

export function startLauncher(
  site: CallbackSite,
  page: Page,
  load = (url: string): Promise<{ create: Create }> => import(/* @vite-ignore */ url),
): void {
  if (page.ringbackCallback) {
    console.warn('Ringback: callback.js is on this page twice; the second one does nothing.');
    return;
  }
  page.ringbackCallback = true;
  const { variants = [] } = site;
  const variant = variants[Math.floor(Math.random() * variants.length)];
  const host = document.createElement('div');
  const button = draw(host, site, variant?.button ?? LABELS[site.locale]);
  const gone = new AbortController();
  let dialog: Promise<RingbackCallback> | undefined;

  /** The element, one for a page; what could not be loaded is asked for again the next time. */
  function element(): Promise<RingbackCallback> {
    dialog ??= load(`${site.gateway}/v1/callback-element.js`).then(({ create }) => create(site, variant));
    dialog.catch(() => (dialog = undefined));
    return dialog;
  }

  /** The element's facts rise to the window: nothing has to be loaded to listen to them. */
  const on = (fact: string, listener: (detail: unknown) => void): void =>
    addEventListener(
      `ringback-${fact.replace('.', '-')}`,
      (event) => listener((event as CustomEvent).detail),
      {
        signal: gone.signal,
      },
    );
  for (const event of FACTS) on(event, (detail) => page.dataLayer?.push({ event, ...(detail as object) }));

  const open = async (): Promise<void> => {
    button.setAttribute('aria-busy', 'true');
    try {
      await (await element()).open();
    } catch {
      console.warn(`Ringback: ${site.gateway} cannot be reached. The next click tries again.`);
    }
    button.removeAttribute('aria-busy');
  };
  const destroy = (): void => {
    gone.abort();
    void dialog?.then((made) => made.remove());
    host.remove();
    takeOff();
    delete page.ringbackCallback;
  };
  button.addEventListener('click', () => void open());
  const mount = (): void => {
    if (!gone.signal.aborted) watchPage(site, { host, signal: gone.signal, open });
  };
  if (document.body) mount();
  else addEventListener('DOMContentLoaded', mount, { once: true });
  const takeOff = addCommands(page, {
    open,
    close: async () => (await dialog)?.close(),
    destroy,
    on,
    request: async (wish: object) => (await element()).request(wish),
    status: async () => (await element()).status(),
    isWorking: () => isWithin(site.opens, Date.now()),
  });
}

function draw(host: HTMLElement, { look = {} }: CallbackSite, label: string): HTMLButtonElement {
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  const accent = look.accent ? `--ringback-accent:${look.accent};--ringback-ink:${look.ink};` : '';
  const side =
    look.side === 'start' ? 'inset-inline-end:auto!important;inset-inline-start:var(--_gap)!important;' : '';
  sheet.replaceSync(`${STYLES}:host{--_gap:${look.offset ?? 20}px;${accent}${side}}`);
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label;
  button.setAttribute('aria-haspopup', 'dialog');
  root.append(button);
  return button;
}
