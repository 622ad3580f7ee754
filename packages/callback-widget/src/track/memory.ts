/** What is remembered of the visitor, in the shop's own storage. A page that forbids storage forgets it. */
import type { Device, SeenProduct, Touch } from '@ringback/model';
import type { ShownNumber } from './track-site.ts';

export interface Goods {
  viewed: { product: SeenProduct; at: string }[];
  cart?: SeenProduct[];
}

export interface Memory extends Goods {
  id: string;
  token: string;
  first: Touch;
  last: Touch;
  /** When he was last here, and until when a number is his: ms since 1970. */
  seen: number;
  lease?: ShownNumber & { until: number };
}

export const nameOf = (key: string): string => `ringback-visit:${key}`;

export function recall(key: string): Memory | undefined {
  try {
    return (JSON.parse(localStorage.getItem(nameOf(key)) ?? 'null') as Memory | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Undefined = takes it away. */
export function remember(key: string, memory: Memory | undefined): void {
  try {
    if (memory) localStorage.setItem(nameOf(key), JSON.stringify(memory));
    else localStorage.removeItem(nameOf(key));
  } catch {
    // Then he is a new one on the next page.
  }
}

/** So many bytes that nobody guesses, hexadecimal. */
export const random = (bytes: number): string =>
  [...crypto.getRandomValues(new Uint8Array(bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

export function deviceOf(): Device {
  if (/Mobi|iPhone/.test(navigator.userAgent) && Math.min(screen.width, screen.height) < 600) return 'mobile';
  return matchMedia('(pointer:coarse)').matches ? 'tablet' : 'desktop';
}
