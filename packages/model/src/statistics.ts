/** What was counted, and how sure that makes us. */
import * as z from 'zod/mini';

/** A share and its 95 % interval, each 0 to 1. */
export const ShareInterval = z.object({ share: z.number(), low: z.number(), high: z.number() });
export type ShareInterval = z.infer<typeof ShareInterval>;

/** Texts of a site's callback button, tried against each other. */
export const SiteVariants = z.object({
  key: z.string(),
  name: z.string(),
  variants: z.array(
    z.object({
      id: z.string(),
      /** How often the dialog was opened with it. */
      shown: z.number(),
      requests: z.number(),
      /** Promises that were kept, and that were broken. */
      kept: z.number(),
      broken: z.number(),
      /** Requests of those who were shown it; absent before anybody was. */
      asking: z.optional(ShareInterval),
      /** Kept of those promises that are decided. */
      keeping: z.optional(ShareInterval),
    }),
  ),
  /** The one that makes more people ask, once its interval has parted from all others. */
  best: z.optional(z.string()),
});
export type SiteVariants = z.infer<typeof SiteVariants>;
