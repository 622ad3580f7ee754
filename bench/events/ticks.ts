/** The same facts for both: 200 a second, each for some agents of 2,000, chosen by a small generator that gives the same every time. */
export const AGENTS = 2000;
export const PER_SECOND = 200;
/** As a group that is rung. */
export const MOST_READERS = 5;

export interface Tick {
  nth: number;
  /** Numbers of the agents whom it concerns. */
  readers: number[];
}

export function ticks(seed: number): () => Tick {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  let nth = 0;
  return () => {
    const count = 1 + Math.floor(random() * MOST_READERS);
    const readers = new Set<number>();
    while (readers.size < count) readers.add(Math.floor(random() * AGENTS));
    return { nth: nth++, readers: [...readers] };
  };
}

/** Tells one after the other at the pace, whatever the clock's grain is; resolves when all are told. */
export async function atPace(seconds: number, tell: () => unknown): Promise<void> {
  const began = performance.now();
  const total = seconds * PER_SECOND;
  const telling: unknown[] = [];
  for (let told = 0; told < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * PER_SECOND));
    for (; told < due; told += 1) telling.push(tell());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(telling);
}

/** In ms; the same in every process of this machine. */
export const wallClock = (): number => performance.timeOrigin + performance.now();
