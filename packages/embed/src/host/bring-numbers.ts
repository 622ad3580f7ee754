/** Numbers in the page's text are a part of their own: only pages whose tag asks for them load it. */

import type { PageNumbersOptions } from './page-numbers/page-numbers.ts';

/** @returns the way to stop. */
export function bringNumbers(
  wanted: string | undefined,
  options: Omit<PageNumbersOptions, 'wanted'>,
): () => void {
  if (wanted === undefined) return () => {};
  const stop = import('./page-numbers/page-numbers.ts').then(({ startPageNumbers }) =>
    startPageNumbers({ ...options, wanted }),
  );
  stop.catch(() => console.warn('Ringback: the part for data-dial-numbers could not be loaded.'));
  return () =>
    void stop.then(
      (now) => now(),
      () => {},
    );
}
