/** What the owner decides about where the button stands, and what opens the dialog by itself. */
import type { CallbackSite } from '../site.ts';

/** `/checkout*` is the path and all that begins with it. */
export function isHidden(paths: readonly string[] = [], path = location.pathname): boolean {
  return paths.some((each) => (each.endsWith('*') ? path.startsWith(each.slice(0, -1)) : path === each));
}

export interface Watched {
  host: HTMLElement;
  signal: AbortSignal;
  open: () => unknown;
}

/** Opens at most once for a page, and never under the hands of somebody who types. */
export function watchTriggers({ look = {}, triggers }: CallbackSite, { host, signal, open }: Watched): void {
  const stop = new AbortController();
  const options = { signal: stop.signal, passive: true };
  signal.addEventListener('abort', () => stop.abort());
  const pull = (): void => {
    if (document.activeElement?.matches('input,textarea,select,[contenteditable]')) return;
    stop.abort();
    open();
  };
  const { afterSeconds, scrollPercent, onLeave } = triggers ?? {};
  if (afterSeconds) {
    const timer = setTimeout(pull, afterSeconds * 1000);
    options.signal.addEventListener('abort', () => clearTimeout(timer));
  }
  if (scrollPercent) {
    const seen = (): void => {
      const { scrollTop, clientHeight, scrollHeight } = document.documentElement;
      if (((scrollTop + clientHeight) / scrollHeight) * 100 >= scrollPercent) pull();
    };
    addEventListener('scroll', seen, options);
  }
  if (onLeave) {
    const left = ({ clientY, relatedTarget }: MouseEvent): void => {
      if (!relatedTarget && clientY <= 0) pull();
    };
    document.addEventListener('mouseout', left, options);
  }
  // Clicked or opened otherwise: nothing opens by itself any more.
  host.addEventListener('click', () => stop.abort());
  if (look.avoid) yieldTo(look.avoid, host, signal);
}

/** Stands above other floating buttons of the page, also when they come, go or grow. */
function yieldTo(selector: string, host: HTMLElement, signal: AbortSignal): void {
  const place = (): void => {
    let above = 0;
    for (const other of document.querySelectorAll(selector)) {
      const { top, height } = other.getBoundingClientRect();
      if (height && top < innerHeight) above = Math.max(above, innerHeight - top);
    }
    host.style.setProperty('--_above', `${above}px`);
  };
  const sizes = new ResizeObserver(place);
  const follow = (): void => {
    for (const other of document.querySelectorAll(selector)) sizes.observe(other);
    place();
  };
  const nodes = new MutationObserver(follow);
  nodes.observe(document.body, { childList: true });
  sizes.observe(document.documentElement);
  follow();
  signal.addEventListener('abort', () => {
    sizes.disconnect();
    nodes.disconnect();
  });
}
