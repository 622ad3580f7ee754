/**
 * Answers the context requests of elements that stand anywhere in the page, outside our own provider. Our own few lines and not
 * `ContextProvider`: that one cannot be taken off again.
 */
type Callback = (value: unknown, unsubscribe?: () => void) => void;

interface ContextRequest extends Event {
  readonly context: unknown;
  readonly callback: Callback;
  readonly subscribe?: boolean;
}

/** @returns the way to stop; whoever had a value is told that there is none any more. */
export function answerContexts(root: EventTarget, values: ReadonlyMap<unknown, unknown>): () => void {
  const subscribed = new Set<Callback>();
  const onRequest = (event: Event): void => {
    const { context, callback, subscribe } = event as ContextRequest;
    if (!values.has(context)) return;
    event.stopPropagation();
    const forget = (): void => void subscribed.delete(callback);
    if (subscribe) subscribed.add(callback);
    callback(values.get(context), subscribe ? forget : undefined);
  };
  root.addEventListener('context-request', onRequest);
  return () => {
    root.removeEventListener('context-request', onRequest);
    for (const callback of subscribed) callback(undefined);
  };
}
