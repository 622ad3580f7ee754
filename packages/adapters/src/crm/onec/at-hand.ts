/** What the pure functions of map.ts need, read from the base when it is first needed. */
import type { ReadOptions } from '../contract.ts';
import type { Base } from './base.ts';
import type { MapContext } from './map.ts';

export async function atHand(base: Base, { signal }: ReadOptions): Promise<MapContext> {
  const [layout, staff] = await Promise.all([base.layout.get(signal), base.staff.get(signal)]);
  const { url, timeZone } = base.settings;
  return { layout, staff, country: base.context.country(), timeZone, url };
}
