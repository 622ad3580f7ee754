/** What became of each of a site's texts. */
import type { Site, SiteVariants } from '@ringback/model';
import { present } from '../present.ts';
import type { Store } from '../store/contract.ts';
import { clearlyBest, wilson } from './wilson.ts';

export async function compareVariants(
  { variants: counts }: Pick<Store, 'variants'>,
  { key, name, variants = [] }: Site,
): Promise<SiteVariants> {
  const counted = await counts.counts(key);
  const rows = variants.map(({ id }) => {
    const none = { variant: id, shown: 0, requests: 0, kept: 0, broken: 0 };
    const { shown, requests, kept, broken } = counted.find(({ variant }) => variant === id) ?? none;
    // Who asks by the page's own script has not seen the dialog: nobody asks more often than he is shown it.
    const asking = wilson(Math.min(requests, shown), shown);
    return {
      id,
      shown,
      requests,
      kept,
      broken,
      ...present({ asking, keeping: wilson(kept, kept + broken) }),
    };
  });
  const best = clearlyBest(rows, ({ asking }) => asking)?.id;
  return { key, name, variants: rows, ...(best === undefined ? {} : { best }) };
}
