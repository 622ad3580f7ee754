/**
 * A control that stays in its place while the page scrolls (a chat's button, a strip with "Save") would be under the bar for ever: the bar
 * stands beside it, or past it. What is in the page's flow can be scrolled, and has room of its own at the end.
 */
import type { RingbackSoftphone } from '@ringback/softphone';
import { type Aside, freePlace, type Standing } from './free-place.ts';

const CONTROLS =
  'a[href], button, input, select, textarea, summary, label, iframe:not([title="Ringback"]), [role="button"], [role="link"], ' +
  '[role="tab"], [role="menuitem"], [tabindex]:not([tabindex^="-"]), [contenteditable]';
/** Smaller than what a finger or a mouse is meant to hit, CSS pixels. */
const STEP = 20;
/** Free of one control it may stand over another: so often it is looked again. */
const ROUNDS = 3;
/** A page that changes all the time is looked at no more often than this, ms. */
const PAUSE_MS = 1000;

export interface StepAside {
  /** To be called when the bar stands elsewhere or has another size. */
  look(): void;
  stop(): void;
}

/** `placed` hears of each look, once the bar stands where it shall, and of the page's scrolling. */
export function stepAside(bar: RingbackSoftphone, placed: () => void): StepAside {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stand({ left, right, edge }: Aside): void {
    const off = { left, right, top: 0, bottom: 0, [bar.dock === 'top' ? 'top' : 'bottom']: edge };
    for (const [side, pixels] of Object.entries(off)) {
      if (pixels) bar.style.setProperty(side, `${pixels}px`);
      else bar.style.removeProperty(side);
    }
  }

  function find(standing: Standing): void {
    const found = new Set<Element>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = found.size;
      for (const control of controlsUnder(bar)) found.add(control);
      if (found.size === before) return;
      stand(
        freePlace(
          [...found].map((control) => control.getBoundingClientRect()),
          standing,
        ) ?? HOME,
      );
    }
  }

  function look(): void {
    stand(HOME);
    if (bar.dock !== 'none' && bar.isConnected)
      find({
        home: bar.getBoundingClientRect(),
        atTop: bar.dock === 'top',
        window: { width: document.documentElement.clientWidth, height: innerHeight },
      });
    placed();
    // What changed just now was ours.
    observer.takeRecords();
  }
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      look();
    }, PAUSE_MS);
  };

  /** Of scrolling the browser tells once in a frame: what stands beside a bar in the page's flow keeps up with it. */
  const scrolled = (): void => {
    placed();
    soon();
  };

  const observer = new MutationObserver(soon);
  observer.observe(document.documentElement, {
    ...{ childList: true, subtree: true },
    attributeFilter: ['class', 'style', 'hidden', 'open', 'disabled'],
  });
  addEventListener('resize', soon);
  document.addEventListener('scroll', scrolled, { capture: true, passive: true });
  return {
    look,
    stop() {
      clearTimeout(timer);
      observer.disconnect();
      removeEventListener('resize', soon);
      document.removeEventListener('scroll', scrolled, { capture: true });
    },
  };
}

const HOME: Aside = { left: 0, right: 0, edge: 0 };

function controlsUnder(bar: Element): Set<Element> {
  const { left, right, top, bottom } = bar.getBoundingClientRect();
  const found = new Set<Element>();
  for (let x = left + STEP / 2; x < right; x += STEP)
    for (let y = top + STEP / 2; y < bottom; y += STEP)
      for (const control of controlsAt(document, x, y)) found.add(control);
  return found;
}

function controlsAt(root: Document | ShadowRoot, x: number, y: number): Element[] {
  return root.elementsFromPoint(x, y).flatMap((element) => {
    if (element.localName.startsWith('ringback-')) return [];
    // The document lists the host of a shadow tree, and the tree lists the document's elements again.
    const { shadowRoot } = element;
    const inside = shadowRoot && shadowRoot !== root ? controlsAt(shadowRoot, x, y) : [];
    const control = element.closest(CONTROLS);
    return control && element.getRootNode() === root && staysPut(control) ? [...inside, control] : inside;
  });
}

/** Whether it is out of the page's flow, and nothing between could scroll it away from under the bar. */
function staysPut(control: Element): boolean {
  for (let node: Element | null = control; node; node = parentOf(node)) {
    const { position, overflowY } = getComputedStyle(node);
    if (/auto|scroll/.test(overflowY) && node !== control && node.scrollHeight > node.clientHeight)
      return false;
    if (position === 'fixed' || position === 'sticky') return true;
  }
  return false;
}

function parentOf(node: Element): Element | null {
  if (node.assignedSlot) return node.assignedSlot;
  const root = node.parentNode;
  return root instanceof ShadowRoot ? root.host : node.parentElement;
}
