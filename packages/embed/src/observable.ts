/** A value with listeners, told after each change and not at once: what both ports promise. */
export interface Observable<S> {
  readonly value: S;
  set(next: S): void;
  subscribe(listener: (value: S) => void): () => void;
}

export function createObservable<S>(initial: S): Observable<S> {
  let value = initial;
  const listeners = new Set<(value: S) => void>();
  return {
    get value() {
      return value;
    },
    set(next) {
      value = next;
      for (const listener of [...listeners]) listener(next);
    },
    subscribe(listener) {
      const mine = (next: S): void => listener(next);
      listeners.add(mine);
      return () => void listeners.delete(mine);
    },
  };
}
