/** Agents: the people of the firm who talk with customers. What each role may do is in `permissions.ts`. */
import * as z from 'zod/mini';
import { ROLES } from './permissions.ts';
import { Id } from './scalars.ts';

export * from './permissions.ts';

export const Agent = z.object({
  id: Id,
  login: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  /** SIP user of the agent's own phone and his internal short number. */
  extension: z.string(),
});
export type Agent = z.infer<typeof Agent>;

export const DTMF_WAYS = ['rfc4733', 'info'] as const;
/** How pressed keys travel: as events in the stream of the sound, or as SIP INFO. */
export type DtmfWay = (typeof DTMF_WAYS)[number];

/** Handed only to the agent himself, over HTTPS, and never stored by the browser. */
export const SipCredential = z.object({
  /** `sip:101@pbx.example` */
  uri: z.string(),
  authorizationUser: z.string(),
  password: z.string(),
  /** WebSocket URLs in order of preference. */
  servers: z.array(z.string()),
  iceServers: z.array(
    z.object({ urls: z.string(), username: z.optional(z.string()), credential: z.optional(z.string()) }),
  ),
  /** `rfc4733` when absent; INFO is taken anyway where the far side knows no telephone events. */
  dtmf: z.optional(z.enum(DTMF_WAYS)),
  /** ISO time after which the PBX refuses it; absent where the PBX knows only fixed passwords. */
  expiresAt: z.optional(z.string()),
});
export type SipCredential = z.infer<typeof SipCredential>;
