/**
 * The button in the corner and the queue of commands: nothing else until somebody touches it, no request, no storage, no
 * Lit. The element comes when it is asked for.
 */
import { addCommands, type RingbackGlobal } from '@ringback/ui/command-queue';
import type { CallbackSite } from '../site.ts';

/** Opens the dialog; the element's module exports this. */
export type Opener = (site: CallbackSite) => Promise<{ close(): void; destroy(): void }>;

const LABELS = { en: 'Call me back', uk: 'Передзвоніть мені', ru: 'Перезвоните мне' };

const STYLES = `:host{all:initial;position:fixed;inset-block-end:calc(20px + env(safe-area-inset-bottom));inset-inline-end:20px;z-index:2147483000;color-scheme:light dark}
button{all:unset;box-sizing:border-box;display:flex;align-items:center;gap:8px;min-block-size:48px;padding-inline:16px 20px;border-radius:24px;cursor:pointer;
font:600 15px/1.2 system-ui,sans-serif;color:#fff;background:var(--ringback-accent,oklch(.5 .15 255));box-shadow:0 4px 16px rgb(0 0 0/.25)}
button:hover{filter:brightness(1.08)}button:focus-visible{outline:3px solid var(--ringback-accent,oklch(.5 .15 255));outline-offset:3px}
button[aria-busy=true]{cursor:progress}svg{inline-size:20px;block-size:20px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
@media (forced-colors:active){button{border:2px solid}}@media print{:host{display:none}}`;

/** lucide "phone". */
const PHONE =
  'M13.832 16.568a1 1 0 0 0 1.213-.303l.355-.465A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.468.351a1 1 0 0 0-.292 1.233 14 14 0 0 0 6.392 6.384';

/** The page's `window`. */
export type Page = { ringback?: RingbackGlobal; ringbackCallback?: true };

export function startLauncher(
  site: CallbackSite,
  page: Page,
  load = (url: string): Promise<{ open: Opener }> => import(/* @vite-ignore */ url),
): void {
  if (page.ringbackCallback) {
    console.warn('Ringback: callback.js is on this page twice; the second one does nothing.');
    return;
  }
  page.ringbackCallback = true;
  const host = document.createElement('div');
  const button = draw(host.attachShadow({ mode: 'open' }), LABELS[site.locale]);
  let opened: Awaited<ReturnType<Opener>> | undefined;
  let gone = false;

  const open = async (): Promise<void> => {
    button.setAttribute('aria-busy', 'true');
    try {
      const element = await load(`${site.gateway}/v1/callback-element.js`);
      if (!gone) opened = await element.open(site);
    } catch {
      console.warn(
        `Ringback: ${site.gateway} cannot be reached, so no callback can be offered. It is tried again at the next click.`,
      );
    } finally {
      button.removeAttribute('aria-busy');
    }
  };
  const destroy = (): void => {
    gone = true;
    opened?.destroy();
    host.remove();
    takeOff();
    delete page.ringbackCallback;
  };
  button.addEventListener('click', () => void open());
  const mount = (): unknown => gone || document.body.append(host);
  if (document.body) mount();
  else addEventListener('DOMContentLoaded', mount, { once: true });
  const takeOff = addCommands(page, { open, close: () => opened?.close(), destroyCallback: destroy });
}

function draw(root: ShadowRoot, label: string): HTMLButtonElement {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement('button');
  button.type = 'button';
  const svg = (name: string, attribute: string, value: string): SVGElement => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', name);
    node.setAttribute(attribute, value);
    return node;
  };
  const icon = svg('svg', 'viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  icon.append(svg('path', 'd', PHONE));
  button.append(icon, label);
  button.setAttribute('aria-haspopup', 'dialog');
  root.append(button);
  return button;
}
