/** How a window stands while somebody calls or talks: the bar stays free, and nothing behind the window is inert. Comes with the first call. */
import { addStyles, type RingbackElement } from '@ringback/ui';
import { css } from 'lit';

/** Free around the window, CSS pixels. */
const GAP = 12;

/** With `dialogStyles`. */
const styles = css`
  dialog:popover-open {
    inset-block: var(--_above) var(--_below);
    max-block-size: calc(100dvh - var(--_above) - var(--_below));
    box-shadow: 0 4px 24px rgb(0 0 0 / 30%);
  }
  dialog:popover-open::backdrop {
    background: none;
  }
  /* Closed it is a popover still, until it is opened again. */
  dialog:not([open]) {
    display: none;
  }
`;

/** Who has the keyboard while all windows change, one after the other: meanwhile it may be in one that is inert. */
let typing: HTMLElement | null | undefined;

/** Whoever types in the window, or in another one, goes on where he was. */
export function standBeside(host: RingbackElement, dialog: HTMLDialogElement | null): void {
  if (!dialog?.matches(':modal')) return;
  if (typing === undefined) {
    typing = focusIn(document);
    setTimeout(() => (typing = undefined));
  }
  const { scrollTop } = dialog;
  addStyles(host, styles);
  dialog.close();
  bringBack(dialog, focusIn(document));
  dialog.show();
  // Above whatever of the page floats above others.
  dialog.popover = 'manual';
  dialog.showPopover();
  clearOfBar(dialog);
  dialog.scrollTop = scrollTop;
  // One that was opened from this one has the keyboard, and stays above it.
  const above = dialogAround(typing);
  if (above !== dialog && above?.matches(':popover-open')) {
    above.hidePopover();
    above.showPopover();
  }
  typing?.focus({ preventScroll: true });
}

/**
 * Closed, a modal window gives the keyboard back wherever that is; another one does so only from within, and a button that is off while it
 * saves has lost it.
 */
function bringBack(dialog: HTMLDialogElement, opener: HTMLElement | null): void {
  const closed = (): void => {
    // That was the change itself.
    if (dialog.open) return;
    dialog.removeEventListener('close', closed);
    if (document.activeElement === document.body) opener?.focus();
  };
  dialog.addEventListener('close', closed);
}

/** Follows the bar, which grows with each call, until the window is closed. */
function clearOfBar(dialog: HTMLDialogElement): void {
  const bar = document.querySelector('ringback-softphone');
  const place = (): void => {
    if (!dialog.matches(':popover-open')) return observer.disconnect();
    const { top = 0, bottom = 0, height = 0 } = bar?.getBoundingClientRect() ?? {};
    const [above, below] = [Math.ceil(bottom), Math.ceil(innerHeight - top)];
    const isSeen = height > 0 && bottom > 0 && top < innerHeight;
    dialog.style.setProperty('--_above', `${GAP + (isSeen && above <= below ? above : 0)}px`);
    dialog.style.setProperty('--_below', `${GAP + (isSeen && above > below ? below : 0)}px`);
  };
  const observer = new ResizeObserver(place);
  if (bar) observer.observe(bar);
  place();
}

/** The innermost element that has the focus. */
function focusIn({ activeElement }: DocumentOrShadowRoot): HTMLElement | null {
  const root = activeElement?.shadowRoot;
  return (root && focusIn(root)) ?? (activeElement as HTMLElement | null);
}

/** The window in which an element stands, through all shadow roots. */
function dialogAround(element: Element | null): HTMLDialogElement | null {
  const root = element?.getRootNode();
  return element?.closest('dialog') ?? (root instanceof ShadowRoot ? dialogAround(root.host) : null);
}
