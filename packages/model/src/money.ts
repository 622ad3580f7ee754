/** Money as hosts keep it: an amount in the currency's main unit, never reckoned with here. */
import * as z from 'zod/mini';

export const Money = z.object({
  amount: z.number(),
  /** ISO 4217, `UAH`. */
  currency: z.string(),
});
export type Money = z.infer<typeof Money>;
