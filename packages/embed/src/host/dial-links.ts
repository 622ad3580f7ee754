/** `tel:` links of the page call by the bar, unless the page has its own way or says that it wants none. */
import type { Phone } from '@ringback/model';

const OFF = '[data-ringback-dial="off"]';

interface Dialler {
  readonly phone: Pick<Phone, 'state'>;
  dial(number: string): unknown;
}

/** @returns the way to stop. */
export function dialLinks(target: EventTarget, { phone, dial }: Dialler): () => void {
  const clicked = (event: Event): void => {
    const { ctrlKey, metaKey } = event as MouseEvent;
    if (event.defaultPrevented || ctrlKey || metaKey) return;
    const link = event
      .composedPath()
      .find((node) => node instanceof HTMLAnchorElement && node.protocol === 'tel:') as HTMLAnchorElement;
    // Without a phone here the computer's own may take it.
    if (!link || link.closest(OFF) || phone.state.status !== 'registered') return;
    event.preventDefault();
    // Of what may stand in such a link only the space is written in another way.
    dial(link.pathname.replaceAll('%20', ' '));
  };
  // At the window, so that every listener of the page has had its say.
  target.addEventListener('click', clicked);
  return () => target.removeEventListener('click', clicked);
}
