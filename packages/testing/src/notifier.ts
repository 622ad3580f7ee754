/** A value with listeners, as both ports have it: told after each change, never at once. */
export interface Notifier<S> {
  state: S;
  subscribe(listener: (state: S) => void): () => void;
  set(next: S): void;
}

export function createNotifier<S>(initial: S): Notifier<S> {
  const listeners = new Set<(state: S) => void>();
  const notifier: Notifier<S> = {
    state: initial,
    subscribe(listener) {
      // Wrapped, so that the same function subscribed twice is two subscriptions.
      const mine = (state: S): void => listener(state);
      listeners.add(mine);
      return () => void listeners.delete(mine);
    },
    set(next) {
      notifier.state = next;
      for (const listener of [...listeners]) listener(next);
    },
  };
  return notifier;
}
