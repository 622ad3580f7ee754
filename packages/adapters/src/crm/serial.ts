/** Work that must not overlap: of two who create the same number at once the second finds what the first created. */
export interface Serial {
  /** Runs when nobody runs any more who has one of the keys. */
  run<T>(keys: readonly string[], work: () => Promise<T>): Promise<T>;
}

export function createSerial(): Serial {
  const last = new Map<string, Promise<unknown>>();
  return {
    run(keys, work) {
      const before = keys.map((key) => last.get(key));
      const mine = Promise.all(before).then(work);
      const done = mine.then(
        () => undefined,
        () => undefined,
      );
      for (const key of keys) last.set(key, done);
      void done.then(() => {
        for (const key of keys) if (last.get(key) === done) last.delete(key);
      });
      return mine;
    },
  };
}
