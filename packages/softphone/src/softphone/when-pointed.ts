import type { PanelName } from './panel.ts';

/** At `pointerenter`: goes on when a mouse moves over the control. One that has come under a mouse that lies still (a row grew) is not meant. */
export function whenPointed({ currentTarget, pointerType }: PointerEvent, then: () => void): void {
  if (pointerType !== 'mouse') return;
  const waiting = new AbortController();
  const { signal } = waiting;
  const stop = (): void => waiting.abort();
  const moved = (): void => {
    stop();
    then();
  };
  currentTarget?.addEventListener('pointermove', moved, { signal });
  currentTarget?.addEventListener('pointerleave', stop, { signal });
}

interface Panels {
  shown(): PanelName | undefined;
  open(panel: PanelName): void;
  toggle(panel: PanelName): void;
}

/** Of a button whose panel opens where the pointer rests: the click that follows means what the rest has opened, and leaves it open. */
export function pressOrRest({ shown, open, toggle }: Panels) {
  let rested: PanelName | undefined;
  return {
    toggle(panel: PanelName): void {
      if (rested !== panel) toggle(panel);
      else if (shown() !== panel) open(panel);
      rested = undefined;
    },
    /** What is only a choice shows itself, where nothing else is open. */
    hover(panel: PanelName): void {
      if (panel === 'create' && !shown()) open((rested = panel));
    },
  };
}
