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
