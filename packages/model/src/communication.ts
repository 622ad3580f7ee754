/** One entry of a party's history: calls, letters and notes as the host keeps them. */
import * as z from 'zod/mini';
import { CALL_DIRECTIONS } from './call-state.ts';
import { Id, IsoTime } from './scalars.ts';

export const COMMUNICATION_KINDS = [
  'call',
  'mail',
  'note',
  'message',
  'meeting',
  'site-request',
  'other',
] as const;
export type CommunicationKind = (typeof COMMUNICATION_KINDS)[number];

export const Communication = z.object({
  system: z.string(),
  id: Id,
  kind: z.enum(COMMUNICATION_KINDS),
  direction: z.optional(z.enum(CALL_DIRECTIONS)),
  at: IsoTime,
  /** Whole seconds. */
  durationSeconds: z.optional(z.number()),
  /** Subject of a letter, title of an entry. */
  title: z.optional(z.string()),
  text: z.string(),
  author: z.optional(z.string()),
  partyId: z.optional(Id),
  dealId: z.optional(Id),
  leadId: z.optional(Id),
  /** Our call, where it is one that we logged. */
  callId: z.optional(Id),
  recordingUrl: z.optional(z.string()),
  url: z.optional(z.string()),
});
export type Communication = z.infer<typeof Communication>;
