/** What callers hear, in the owner's own voice (docs/prompts.md). */
import * as z from 'zod/mini';
import { LOCALES } from './locale.ts';

export const PromptPlace = z.object({
  /** `all`: for whatever language has none of its own. */
  language: z.enum(['all', ...LOCALES]),
  name: z
    .string()
    .check(z.regex(/^(?:press|callback|voicemail|message|music|(?:position|minutes)-\d{1,3})$/)),
});
export const OwnPrompt = z.object({
  ...PromptPlace.shape,
  name: z.string(),
  /** Absent where the file cannot be played. */
  seconds: z.optional(z.number()),
});
export type OwnPrompt = z.infer<typeof OwnPrompt>;
