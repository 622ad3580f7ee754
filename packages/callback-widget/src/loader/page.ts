/** What the owner decides about where the button stands, and what opens the dialog by itself. */
import { wasClosed } from '../closed.ts';
import { type CallbackSite, isWithin } from '../site.ts';

/** `/checkout*` is the path and all that begins with it. */
export function isHidden(paths: readonly string[] = [], path = location.pathname): boolean {
  return paths.some((each) => (each.endsWith('*') ? path.startsWith(each.slice(0, -1)) : path === each));
}

export interface Watched {
  host: HTMLElement;
  signal: AbortSignal;
  open: () => unknown;
}

/** In an app of one page each of its paths is a page: the button comes and goes, and the time starts anew. */
export function watchPage(site: CallbackSite, { host, signal, open }: Watched): void {
  const { look = {}, triggers = {}, shows } = site;
  const { afterSeconds, scrollPercent, onLeave } = triggers;
  const stop = new AbortController();
  const options = { signal: stop.signal, passive: true };
  let path: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Nothing opens by itself any more. */
  const end = (): void => {
    stop.abort();
    clearTimeout(timer);
  };
  /** Opens at most once in a visit, where the button stands, and never under the hands of somebody who types. */
  const pull = (): void => {
    if (
      !host.isConnected ||
      wasClosed() ||
      document.activeElement?.matches('input,textarea,select,[contenteditable]')
    )
      return;
    end();
    open();
  };
  const arrive = (): void => {
    if (path === location.pathname) return;
    path = location.pathname;
    if (look.codeOnly || isHidden(look.hideOn) || !isWithin(shows, Date.now())) host.remove();
    else if (!host.isConnected) document.body.append(host);
    clearTimeout(timer);
    if (afterSeconds && !stop.signal.aborted) timer = setTimeout(pull, afterSeconds * 1000);
  };
  arrive();
  window.navigation?.addEventListener('currententrychange', arrive, { signal });
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
  host.addEventListener('click', end);
  signal.addEventListener('abort', end);
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
