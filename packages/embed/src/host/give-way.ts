/**
 * A control that has the focus, the page's own or one in an element of ours, is never left under the bar: the bar folds or, where that is
 * not enough, goes to the other edge, until the focus is elsewhere. What a person has arranged is not touched by it.
 */
import type { RingbackSoftphone } from '@ringback/softphone';

type Place = Pick<RingbackSoftphone, 'dock' | 'collapsed'>;

/** @returns the way to stop. */
export function giveWay(bar: RingbackSoftphone, card: Element): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  /** Where it stood before it gave way, and what it covers there. */
  let home: (Place & { rect: DOMRect }) | undefined;

  const comeBack = (): void => {
    const { dock, collapsed } = home ?? bar;
    home = undefined;
    Object.assign(bar, { dock, collapsed });
  };
  const focused = (event: Event): void => {
    const path = event.composedPath();
    const target = path[0] as Element;
    // The bar must not go while it is being pressed; the card makes room itself; and where in a frame the focus is, nobody here can know.
    if (bar.dock === 'none' || path.includes(bar) || path.includes(card) || target.localName === 'iframe')
      return;
    // Of a move within a shadow tree nobody hears but that tree.
    for (const tree of path) if (tree instanceof ShadowRoot) listenIn(tree);
    if (home && !meet(target.getBoundingClientRect(), home.rect)) comeBack();
    // Once the browser has scrolled to it.
    if (!target.contains(bar)) requestAnimationFrame(() => target.matches(':focus') && yieldTo(target));
  };
  const blurred = ({ relatedTarget }: FocusEvent): void => {
    if (home && !relatedTarget && document.hasFocus()) comeBack();
  };
  async function yieldTo(target: Element): Promise<void> {
    const rect = target.getBoundingClientRect();
    if (!covers(bar, rect)) return;
    const { dock, collapsed } = bar;
    home ??= { dock, collapsed, rect: bar.getBoundingClientRect() };
    bar.collapsed = true;
    await bar.updateComplete;
    if (home && meet(rect, bar.getBoundingClientRect())) bar.dock = dock === 'top' ? 'bottom' : 'top';
  }
  /** A person's own wish replaces what was before. */
  const arranged = (): void => void (home = undefined);

  // The same listener once more in the same place is no second one.
  const listenIn = (tree: ShadowRoot | Document): void =>
    tree.addEventListener('focusin', focused, { signal });

  listenIn(document);
  document.addEventListener('focusout', blurred, { signal });
  bar.addEventListener('ringback-bar-arranged', arranged, { signal });
  return () => stop.abort();
}

/** Whether what lies there is under the bar, and not in a window above it. */
function covers(bar: Element, rect: DOMRect): boolean {
  const place = bar.getBoundingClientRect();
  const [x, y] = [Math.max(rect.left, place.left), Math.max(rect.top, place.top)];
  return meet(rect, place) && document.elementFromPoint(x, y) === bar;
}

function meet(one: DOMRect, other: DOMRect): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
