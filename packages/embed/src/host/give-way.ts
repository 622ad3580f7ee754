/**
 * A control of the page that has the focus is never left under the bar: the bar folds or, where that is not enough, goes to the other
 * edge, until the focus is elsewhere. What a person has arranged is not touched by it.
 */
import type { RingbackSoftphone } from '@ringback/softphone';

type Place = Pick<RingbackSoftphone, 'dock' | 'collapsed'>;

/** @returns the way to stop. */
export function giveWay(bar: RingbackSoftphone): () => void {
  /** Where it stood before it gave way, and what it covers there. */
  let home: (Place & { rect: DOMRect }) | undefined;

  const comeBack = (): void => {
    const { dock, collapsed } = home ?? bar;
    home = undefined;
    Object.assign(bar, { dock, collapsed });
  };
  const focused = (event: FocusEvent): void => {
    const target = event.target as Element;
    // Ours make room for each other; and the bar must not go while it is being pressed.
    if (bar.dock === 'none' || isOurs(target)) return;
    const rect = target.getBoundingClientRect();
    if (home && !meet(rect, home.rect)) comeBack();
    if (!target.contains(bar) && meet(rect, bar.getBoundingClientRect())) void yieldTo(rect);
  };
  const blurred = ({ relatedTarget }: FocusEvent): void => {
    if (home && !relatedTarget && document.hasFocus()) comeBack();
  };
  async function yieldTo(rect: DOMRect): Promise<void> {
    const { dock, collapsed } = bar;
    home ??= { dock, collapsed, rect: bar.getBoundingClientRect() };
    bar.collapsed = true;
    await bar.updateComplete;
    if (home && meet(rect, bar.getBoundingClientRect())) bar.dock = dock === 'top' ? 'bottom' : 'top';
  }
  /** A person's own wish replaces what was before. */
  const arranged = (): void => void (home = undefined);

  document.addEventListener('focusin', focused);
  document.addEventListener('focusout', blurred);
  bar.addEventListener('ringback-bar-arranged', arranged);
  return () => {
    document.removeEventListener('focusin', focused);
    document.removeEventListener('focusout', blurred);
    bar.removeEventListener('ringback-bar-arranged', arranged);
  };
}

/** An element of ours, or a frame: where in it the focus is, nobody here can know. */
function isOurs({ localName }: Element): boolean {
  return localName.startsWith('ringback-') || localName === 'iframe';
}

function meet(one: DOMRect, other: DOMRect): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
