/** What this adapter can do, and what it must be told. */
import * as z from 'zod/mini';
import type { PbxManifest } from '../contract.ts';

export const MANGO_URL = 'https://app.mango-office.ru/vpbx/';

/** MANGO leads every call itself: legs cannot be taken or muted from outside, and calls not be made a conference. */
export const manifest: PbxManifest = {
  id: 'mango-office',
  name: 'MANGO OFFICE',
  capabilities: [
    'hangup',
    'observe',
    'pair',
    'transfer',
    'hold',
    'message',
    'route',
    'announce',
    'recordings',
    'history',
    'employees',
    'tracking',
  ],
};

const secret = () =>
  z.string().check(z.regex(/^[\x21-\x7e]{3,128}$/, 'must be copied whole, without spaces'));

export const MangoSettings = z.strictObject({
  /** `vpbx_api_key`. Secret: a recording's link holds it. */
  apiKey: secret(),
  /** `vpbx_api_salt`. Secret. */
  apiSalt: secret(),
  /** How many hours MANGO's timestamps are ahead of UTC: 0 on an ordinary account. */
  clockAheadHours: z._default(z.number().check(z.int(), z.minimum(-12), z.maximum(14)), 0),
  /** Number of the group at MANGO that is rung for callbacks of a site; empty: one colleague is. */
  callbackGroup: z._default(
    z.string().check(z.regex(/^\d{0,10}$/, 'must be the short number of a group')),
    '',
  ),
  /** Whom a short message is from, as the cabinet allows; empty: the name that is set there. */
  smsSender: z._default(
    z.string().check(z.regex(/^[ -~]{0,11}$/, 'must be a name of at most 11 Latin characters')),
    '',
  ),
  /** Another address than MANGO's own is for tests. */
  apiUrl: z._default(
    z
      .string()
      .check(
        z.regex(
          /^(https:\/\/[^\s?#]+|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?[^\s?#]*)\/$/,
          'must be an https address that ends with /',
        ),
      ),
    MANGO_URL,
  ),
});
export type MangoSettings = z.infer<typeof MangoSettings>;
export type MangoSettingsInput = z.input<typeof MangoSettings>;

/** What a person must know to fill the form in. */
export const FIELDS: Record<
  string,
  { title: string; hint: string; secret?: true; account?: true; unasked?: true }
> = {
  apiKey: {
    title: 'Unique code of your PBX (vpbx_api_key)',
    hint: 'MANGO OFFICE cabinet → Integrations → API connector → "Уникальный код вашей АТС".',
    secret: true,
  },
  apiSalt: {
    title: 'Key for the signature (vpbx_api_salt)',
    hint: 'On the same page: "Ключ для создания подписи".',
    secret: true,
  },
  callbackGroup: {
    title: 'Group that calls visitors back',
    hint: 'Its short number in the cabinet → Groups: MANGO rings whoever of it is free. Empty: the colleague who has been idle longest is rung, and a site cannot ring the visitor first.',
  },
  smsSender: {
    title: 'Name that sends short messages',
    hint: 'One of those that the cabinet offers you under SMS. Empty: the one that is set there.',
  },
  clockAheadHours: {
    title: 'MANGO’s clock is ahead by, hours',
    hint: 'Leave it empty, unless the check of the connection or the log says otherwise.',
  },
  apiUrl: {
    title: 'Address of the API',
    hint: 'Another than MANGO’s own is for tests.',
    account: true,
    unasked: true,
  },
};
