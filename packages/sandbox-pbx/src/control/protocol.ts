/** The control protocol's words, checked on the way in. `PROTOCOL.md` describes it for people. */
import * as z from 'zod/mini';
import { LEG_END_CAUSES, type LegEndCause } from '../switch/causes.ts';

export interface Caller {
  number: string;
  name?: string | undefined;
}

export type PbxEvent =
  | {
      type: 'leg.offered';
      legId: string;
      origin: { kind: 'trunk' } | { kind: 'device'; endpoint: string };
      caller: Caller;
      dialled: string;
      callId?: string;
      address?: string;
      at: string;
    }
  | { type: 'leg.ringing' | 'leg.held' | 'leg.resumed'; legId: string; at: string }
  /** Phones of a device come over WebSocket: all of them are browsers. */
  | { type: 'leg.answered'; legId: string; phone?: 'soft'; at: string }
  | { type: 'leg.replaced'; legId: string; byLegId: string; at: string }
  | { type: 'leg.ended'; legId: string; cause: LegEndCause; at: string }
  | { type: 'leg.dtmf'; legId: string; digit: string; at: string }
  | { type: 'play.finished'; playId: string; at: string }
  | { type: 'recording.finished'; recordingId: string; seconds: number; failed?: boolean; at: string }
  | { type: 'login.accepted'; endpoint: string; address: string; at: string }
  | {
      type: 'login.refused';
      endpoint?: string;
      address: string;
      why: 'password' | 'account' | 'address';
      at: string;
    }
  | { type: 'device.changed'; endpoint: string; online: boolean };

export interface PbxSnapshot {
  legs: { legId: string; answered: boolean; bridgeId?: string }[];
  onlineDevices: string[];
}

const Id = z.string().check(z.regex(/^[\w-]{1,60}$/));
const Endpoint = z.string().check(z.regex(/^[\w.+-]{1,60}$/));
const Words = z.string().check(z.maxLength(200));
const Cause = z.enum(LEG_END_CAUSES);
const LegOnly = z.strictObject({ legId: Id });
const Networks = z.array(z.string().check(z.regex(/^[0-9a-fA-F:.]{2,45}(?:\/\d{1,3})?$/)));
const BridgeOnly = z.strictObject({ bridgeId: Id });
const RecordingOnly = z.strictObject({ recordingId: Id });

export const METHODS = {
  snapshot: z.strictObject({}),
  originate: z.strictObject({
    legId: Id,
    to: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('device'), endpoint: Endpoint }),
      z.strictObject({ kind: z.literal('trunk'), number: z.string().check(z.regex(/^\+?[\w*#.-]{1,40}$/)) }),
    ]),
    caller: z.strictObject({ number: Words, name: z.optional(Words) }),
    callId: Id,
    timeoutSeconds: z.number().check(z.positive(), z.maximum(600)),
  }),
  ring: LegOnly,
  answer: LegOnly,
  hangup: z.strictObject({ legId: Id, cause: z.optional(Cause) }),
  'bridge.create': BridgeOnly,
  'bridge.add': z.strictObject({ bridgeId: Id, legId: Id }),
  'bridge.destroy': BridgeOnly,
  mute: z.strictObject({ legId: Id, muted: z.boolean() }),
  'play.start': z.strictObject({
    playId: Id,
    to: z.union([LegOnly, BridgeOnly]),
    media: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('tone'), tone: z.literal('ringback') }),
      z.strictObject({ kind: z.literal('url'), url: z.url({ protocol: /^https?$/ }) }),
    ]),
  }),
  'play.stop': z.strictObject({ playId: Id }),
  'record.start': z.strictObject({ recordingId: Id, bridgeId: Id }),
  'record.pause': RecordingOnly,
  'record.resume': RecordingOnly,
  'record.stop': RecordingOnly,
  'record.state': RecordingOnly,
  'record.remove': RecordingOnly,
  'trouble.send': z.strictObject({ endpoint: Endpoint, text: z.string() }),
  'trouble.refuse': z.strictObject({
    method: z.enum(['REGISTER', 'INVITE', 'OPTIONS', 'BYE', 'INFO']),
    status: z.number().check(z.int(), z.minimum(300), z.maximum(699)),
    times: z.number().check(z.int(), z.minimum(1), z.maximum(100)),
    retryAfterSeconds: z.optional(z.number().check(z.int(), z.positive())),
  }),
  'credential.set': z.strictObject({
    endpoint: Endpoint,
    username: z.string().check(z.regex(/^[\w.-]{1,100}$/)),
    password: z.optional(z.string().check(z.minLength(8), z.maxLength(200))),
    ha1: z.optional(z.string().check(z.regex(/^[0-9a-f]{32}$/))),
    expiresAt: z.iso.datetime(),
  }),
  admit: z.strictObject({ only: z.optional(Networks), never: Networks }),
  'credential.revoke': z.strictObject({ endpoint: Endpoint }),
};
export type Method = keyof typeof METHODS;
export type Params<M extends Method> = z.infer<(typeof METHODS)[M]>;

export const Envelope = z.object({
  id: z.union([z.string().check(z.maxLength(100)), z.number()]),
  method: z.string(),
  params: z.optional(z.unknown()),
});

export const Authenticate = z.object({
  id: z.union([z.string(), z.number()]),
  method: z.literal('authenticate'),
  params: z.strictObject({ token: z.string() }),
});
