/** What a directory out in the world knows of a number (S136): material for a draft, never a customer by itself. */
import * as z from 'zod/mini';

export const DirectoryEntry = z.object({
  name: z.string(),
  phones: z.array(z.string()),
  address: z.optional(z.string()),
  taxId: z.optional(z.string()),
  website: z.optional(z.string()),
  /** Name of the directory, shown with the draft. */
  source: z.string(),
  sourceUrl: z.optional(z.string()),
});
export type DirectoryEntry = z.infer<typeof DirectoryEntry>;
