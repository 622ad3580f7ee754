/** What this adapter can do, and what it must be told. */
import { DTMF_WAYS } from '@ringback/model';
import * as z from 'zod/mini';
import { LEG_CAPABILITIES, type PbxManifest } from '../contract.ts';

export const manifest: PbxManifest = {
  id: 'asterisk',
  name: 'Asterisk',
  capabilities: LEG_CAPABILITIES,
};

const text = () => z.string().check(z.minLength(1), z.maxLength(300));

export const AsteriskSettings = z.strictObject({
  /** `http://127.0.0.1:8088/ari`; https where it is another machine. */
  ariUrl: z.string().check(z.regex(/^https?:\/\/[^\s?#]+\/ari\/?$/)),
  user: text(),
  /** Secret. */
  password: text(),
  /** First argument of `Stasis(…)` in the dialplan. */
  app: z._default(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,32}$/)), 'ringback'),
  /** Where browsers register, `wss://pbx.example:8089/ws`, in order of preference. */
  sipServers: z.array(z.string().check(z.regex(/^wss?:\/\/\S+$/))).check(z.minLength(1)),
  /** Right side of the agents' SIP addresses. */
  domain: text(),
  /** How a number out in the world is dialled: `{number}` is put in, where it stands. */
  trunkEndpoint: z._default(z.string().check(z.regex(/^[A-Za-z]+\/\S+$/)), 'PJSIP/{number}@trunk'),
  iceServers: z._default(
    z.array(z.strictObject({ urls: text(), username: z.optional(text()), credential: z.optional(text()) })),
    [],
  ),
  /** The manager interface, which tells of logins; without it they are not seen. */
  ami: z.optional(
    z.strictObject({
      host: z._default(text(), '127.0.0.1'),
      port: z._default(z.int().check(z.minimum(1), z.maximum(65_535)), 5038),
      user: text(),
      /** Secret. */
      password: text(),
    }),
  ),
  /** As `dtmf_mode` of the agents' endpoints: `info` there is `info` here. */
  dtmf: z._default(z.enum(DTMF_WAYS), 'rfc4733'),
});
export type AsteriskSettings = z.infer<typeof AsteriskSettings>;
export type AsteriskSettingsInput = z.input<typeof AsteriskSettings>;
