/**
 * So many at once and no more; who waits is let in by order, those for whom nobody waits after all others, and who is called off while
 * waiting takes no place.
 */
interface Turn {
  signal?: AbortSignal | undefined;
  /** Nobody waits for it. */
  background?: boolean | undefined;
}

export interface Gate {
  run<T>(work: () => Promise<T>, turn?: Turn): Promise<T>;
}

export function createGate(places: number): Gate {
  let free = places;
  const waiting: (() => void)[] = [];
  const later: (() => void)[] = [];

  function enter({ signal, background = false }: Turn): Promise<void> {
    signal?.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    const queue = background ? later : waiting;
    return new Promise((resolve, reject) => {
      const admit = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        queue.splice(queue.indexOf(admit), 1);
        reject(signal?.reason as Error);
      };
      queue.push(admit);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  return {
    async run(work, turn = {}) {
      await enter(turn);
      try {
        return await work();
      } finally {
        const next = waiting.shift() ?? later.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
