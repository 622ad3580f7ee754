/** Within which bounds a share lies, by what was counted: Wilson's score interval, which holds for few and for extreme counts too. */

/** Of the normal distribution, for 95 %. */
const Z = 1.96;

export interface Share {
  share: number;
  low: number;
  high: number;
}

/** Undefined while nothing was counted. */
export function wilson(successes: number, of: number): Share | undefined {
  if (of <= 0) return undefined;
  const p = successes / of;
  const square = Z * Z;
  const middle = p + square / (2 * of);
  const spread = Z * Math.sqrt((p * (1 - p) + square / (4 * of)) / of);
  const scale = 1 + square / of;
  return {
    share: p,
    low: Math.max(0, (middle - spread) / scale),
    high: Math.min(1, (middle + spread) / scale),
  };
}

/** The one whose interval lies above those of all others; undefined while any of them overlap, or there is nothing to compare. */
export function clearlyBest<T>(of: readonly T[], shareOf: (one: T) => Share | undefined): T | undefined {
  if (of.length < 2) return undefined;
  return of.find((one) => {
    const low = shareOf(one)?.low;
    return of.every((other) => {
      const high = shareOf(other)?.high;
      return other === one || (low !== undefined && high !== undefined && low > high);
    });
  });
}
