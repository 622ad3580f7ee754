/** Bodies of the HTTP API, shared by gateway and client. Paths are under `/api/v1`; OpenAPI is made of these. */
import * as z from 'zod/mini';
import { Agent, PERMISSIONS, SipCredential } from './agent.ts';
import { Call, CallWithMatches, LiveDialog, CALL_DIRECTIONS } from './call.ts';
import { Me } from './me.ts';
import { PARTY_NATURES, PartyMatch } from './party.ts';
import { LOCALES } from './locale.ts';
import { Words } from './page-query.ts';
import { Id, IsoTime, line, text } from './scalars.ts';

export const LoginInput = z.strictObject({
  login: z.string().check(z.minLength(1), z.maxLength(100)),
  password: z.string().check(z.minLength(1), z.maxLength(200)),
});

/** `GET /session`: everything that the core needs to begin, in one answer. */
export const Session = z.object({
  agent: Agent,
  /** Absent where no person is signed in: a program with a service token. */
  me: z.optional(Me),
  permissions: z.array(z.enum(PERMISSIONS)),
  company: z.string(),
  locale: z.enum(LOCALES),
  country: z.string(),
  partyKinds: z.array(z.string()),
  /** What of customers this agent may do and the hosts can: `deals`, and for a part that not every host has `deals.create`. */
  crm: z.optional(z.array(z.string())),
  /** Whether this agent may create and change customers, and the host can. */
  writesParties: z.optional(z.boolean()),
  /** Position of the event log at this answer: follow from here. */
  eventId: z.number(),
  /** Calls of this agent that are not ended. */
  calls: z.array(CallWithMatches),
  /** Dialogs that a page of his held when it was last heard of, and that the PBX still holds. */
  dialogs: z.array(LiveDialog),
  /** The PBX leads its calls itself: there is no SIP for this page. */
  observed: z.optional(z.boolean()),
  /** Where there is a call to take over, so that nobody waits for one more answer; else, and later, it is asked for. */
  credential: z.optional(SipCredential),
  /** ISO time at which the session ends unless it is refreshed. */
  expiresAt: z.string(),
});
export type Session = z.infer<typeof Session>;

export const TokenAnswer = z.object({ token: z.string(), expiresAt: z.string() });
export type TokenAnswer = z.infer<typeof TokenAnswer>;

/** Which calls: the same for the log and for a file of it. */
const callFilters = <B extends z.ZodMiniType<boolean>>(bool: B) => ({
  direction: z.optional(z.enum(CALL_DIRECTIONS)),
  missed: z.optional(bool),
  /** Of which something can be heard. */
  recorded: z.optional(bool),
  /** Who talked. */
  agentId: z.optional(Id),
  partyId: z.optional(Id),
  /** Calls that began at this moment or later. */
  from: z.optional(IsoTime),
  /** Calls that began before this moment. */
  to: z.optional(IsoTime),
  /** In names, numbers or the comment. */
  words: Words,
});

export const CallQuery = z.strictObject({
  /** Opaque, from `next` of the page before. */
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200))),
  ...callFilters(z.stringbool()),
});

/** `GET /exports/calls`. */
export const CallExportQuery = z.strictObject({
  /** `csv` when absent. */
  format: z.optional(z.enum(['csv', 'ndjson'])),
  ...callFilters(z.stringbool()),
});
export type CallExportQuery = z.infer<typeof CallExportQuery>;

/** `POST /exports/calls/link`: which calls shall be in the file. */
export const CallFilters = z.strictObject(callFilters(z.boolean()));
export type CallFilters = z.infer<typeof CallFilters>;

export const CallPage = z.object({ items: z.array(Call), next: z.optional(z.string()) });
export type CallPage = z.infer<typeof CallPage>;

/** `POST /calls`: asks leave to dial; the INVITE then carries the id in `X-Ringback-Call`. */
export const DialInput = z.strictObject({ number: z.string().check(z.minLength(1), z.maxLength(80)) });
export type DialInput = z.infer<typeof DialInput>;

/** `POST /calls`: a number; or whoever was on the far side of a call, for those who do not get numbers to see; or what a host asks for (`dial.requested`). */
export const LeaveInput = z.strictObject({
  number: z.optional(DialInput.shape.number),
  callId: z.optional(Id),
  requestId: z.optional(Id),
  /** Click-to-call: the agent's own phones ring first, then the number. Otherwise his phone is to send the INVITE. */
  ring: z.optional(z.boolean()),
  /** Whose phones: only where a token of the firm asks, and then needed. */
  agentId: z.optional(Id),
  /** The deal, or the order, that it is about: a courier's call belongs to his delivery. */
  dealId: z.optional(Id),
});
export type LeaveInput = z.infer<typeof LeaveInput>;
export const DialAnswer = z.object({
  call: Call,
  matches: z.array(PartyMatch),
  target: z.string(),
  /** The PBX leads the call itself and rings the agent's own phone: there is nothing to INVITE. */
  placed: z.optional(z.boolean()),
});
export type DialAnswer = z.infer<typeof DialAnswer>;

/** A short message to the far side of a call; how much fits is the PBX's to say. */
export const MessageInput = z.strictObject({ text: z.string().check(z.minLength(1), z.maxLength(1000)) });
export type MessageInput = z.infer<typeof MessageInput>;

/** `POST /calls/:id/transfer` and `/consult`: an extension or a number, read as in dialling. */
export const TransferInput = z.strictObject({ target: DialInput.shape.number });
/** `POST /calls/:id/merge`: the other call of the same agent. */
export const MergeInput = z.strictObject({ with: Id });

/** `PATCH /calls/:id/participants/:participantId`. */
export const ParticipantPatch = z.strictObject({ muted: z.boolean() });

/** `PATCH /calls/:id`. Carries an `Idempotency-Key`: the same write sent twice is one write. */
export const CallPatch = z.strictObject({
  comment: z.optional(text(10_000)),
  party: z.optional(z.strictObject({ system: z.string(), id: Id })),
  /** What came of it; one of `dispositions.list`. */
  dispositionId: z.optional(Id),
  /** The deal that it was about; `null` takes it away. A call that becomes another party's belongs to no deal any more. */
  dealId: z.optional(z.nullable(Id)),
});
export type CallPatch = z.infer<typeof CallPatch>;

export const PartyQuery = z.strictObject({
  phone: z.optional(z.string().check(z.minLength(1), z.maxLength(80))),
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
});

export const PartyPatch = z.strictObject({
  name: z.optional(line(200)),
  kind: z.optional(line(40)),
  /** The whole list, main number first: corrected, put in order, or without one that was his no longer. Not every host keeps it. */
  phones: z.optional(z.array(z.string().check(z.maxLength(40))).check(z.minLength(1), z.maxLength(20))),
  nature: z.optional(z.enum(PARTY_NATURES)),
  addPhone: z.optional(z.string().check(z.maxLength(40))),
  email: z.optional(z.string().check(z.maxLength(254))),
  taxId: z.optional(z.string().check(z.maxLength(40))),
  address: z.optional(z.string().check(z.maxLength(500))),
  /** The host's id of the user who is to look after it. */
  responsibleId: z.optional(z.string().check(z.maxLength(64))),
  /** Ties the person to an organization; the first person is its main contact. */
  organizationId: z.optional(Id),
  /** Makes this person the organization's main contact, and the one before no longer. */
  main: z.optional(z.literal(true)),
  /** A person has looked at the draft: it is a record like any other from now on. */
  confirmed: z.optional(z.literal(true)),
  tags: z.optional(z.array(z.string().check(z.maxLength(60))).check(z.maxLength(50))),
  custom: z.optional(z.record(z.string().check(z.maxLength(100)), z.string().check(z.maxLength(2000)))),
});
export type PartyPatch = z.infer<typeof PartyPatch>;

/** `PATCH /parties/:id`. */
export const PartyUpdate = z.extend(PartyPatch, {
  /** `updatedAt` of the copy that was changed: `conflict` when somebody else has changed it since. */
  ifUnmodifiedSince: z.optional(IsoTime),
});
export type PartyUpdate = z.infer<typeof PartyUpdate>;
