/** What this adapter can do, and what it must be told. */
import { DTMF_WAYS } from '@ringback/model';
import * as z from 'zod/mini';
import { LEG_CAPABILITIES, type PbxManifest } from '../contract.ts';

export const manifest: PbxManifest = {
  id: 'asterisk',
  name: 'Asterisk',
  capabilities: LEG_CAPABILITIES,
};

const text = () => z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(300));

export const AsteriskSettings = z.strictObject({
  /** `http://127.0.0.1:8088/ari`; https where it is another machine. */
  ariUrl: z
    .string()
    .check(z.regex(/^https?:\/\/[^\s?#]+\/ari\/?$/, 'must end with /ari, such as http://127.0.0.1:8088/ari')),
  user: text(),
  /** Secret. */
  password: text(),
  /** First argument of `Stasis(…)` in the dialplan. */
  app: z._default(
    z.string().check(z.regex(/^[A-Za-z0-9_-]{1,32}$/, 'must be up to 32 letters, digits, - or _')),
    'ringback',
  ),
  /** Where browsers register, `wss://pbx.example:8089/ws`, in order of preference. */
  sipServers: z
    .array(
      z
        .string()
        .check(z.regex(/^wss?:\/\/\S+$/, 'must begin with wss://, such as wss://pbx.example:8089/ws')),
    )
    .check(z.minLength(1, 'name at least one')),
  /** Right side of the agents' SIP addresses. */
  domain: text(),
  /** How a number out in the world is dialled: `{number}` is put in, where it stands. */
  trunkEndpoint: z._default(
    z.string().check(z.regex(/^[A-Za-z]+\/\S+$/, 'must be such as PJSIP/{number}@trunk')),
    'PJSIP/{number}@trunk',
  ),
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

/** What a person must know to fill the form in. */
export const FIELDS: Record<string, { title: string; hint: string; secret?: true; account?: true }> = {
  ariUrl: {
    title: 'Address of ARI',
    hint: 'http://127.0.0.1:8088/ari, as http.conf has it; https:// where Asterisk is another machine. Another Asterisk knows nothing of calls that run now: change it while nobody talks.',
    account: true,
  },
  user: { title: 'User', hint: 'The section of ari.conf, such as ringback.', account: true },
  password: { title: 'Password', hint: 'Of this user in ari.conf.', secret: true },
  app: {
    title: 'Application',
    hint: 'First argument of Stasis(…) in extensions.conf. Calls that run stay with the one of before: change it while nobody talks.',
  },
  sipServers: {
    title: 'Where browsers register',
    hint: 'wss://pbx.example:8089/ws, in order of preference; a page that comes by https may only speak wss. Open pages that lose the old address take the new one within a minute or so.',
  },
  domain: { title: 'SIP domain', hint: 'Right side of the agents’ addresses, such as pbx.example.' },
  trunkEndpoint: {
    title: 'Trunk',
    hint: 'How a number out in the world is dialled: PJSIP/{number}@trunk, where trunk is the provider’s endpoint in pjsip.conf.',
  },
  iceServers: {
    title: 'STUN and TURN servers',
    hint: 'For browsers behind strict networks; none is needed in one office.',
  },
  'iceServers.urls': {
    title: 'Address',
    hint: 'stun:stun.example:3478 or turn:turn.example:3478.',
    account: true,
  },
  'iceServers.username': { title: 'User', hint: 'Of a TURN server.', account: true },
  'iceServers.credential': { title: 'Password', hint: 'Of a TURN server.', secret: true },
  ami: {
    title: 'Manager interface',
    hint: 'Tells of failed logins of phones (manager.conf in docs/adapters/asterisk.md); without it they are not seen.',
  },
  'ami.host': { title: 'Host', hint: '127.0.0.1 when empty.', account: true },
  'ami.port': { title: 'Port', hint: '5038 when empty.', account: true },
  'ami.user': { title: 'User', hint: 'The section of manager.conf.', account: true },
  'ami.password': { title: 'Password', hint: 'The secret of this user.', secret: true },
  dtmf: { title: 'Pressed keys', hint: 'As dtmf_mode of the agents’ endpoints.' },
};
