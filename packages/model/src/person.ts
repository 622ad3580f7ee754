/** A person as whoever manages people sees him: also one who may not come in any more. */
import * as z from 'zod/mini';
import { Agent } from './agent.ts';
import { ROLES } from './permissions.ts';
import { E164, IsoTime, line } from './scalars.ts';

/** Lower case: people type it as they like. */
export const Login = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'must be up to 64 small letters, digits, dots, - or _'));
export const Extension = z.string().check(z.regex(/^\d{2,5}$/, 'must be two to five digits, such as 101'));
export const MOST_PASSWORD = 200;

/**
 * Calls from it are his. `rings`: calls that are for him ring there, from the world, from colleagues, and given to him by them, while he takes
 * calls, no phone of his is registered, and he has no forwarding of his own for that. Callbacks of a site do not.
 */
export const Mobile = z.object({ number: E164, rings: z.boolean() });
export type Mobile = z.infer<typeof Mobile>;

/** In any spelling that is read in the firm's country. */
export const MobileInput = z.strictObject({ number: z.string().check(z.maxLength(40)), rings: z.boolean() });
export type MobileInput = z.infer<typeof MobileInput>;

export const Person = z.extend(Agent, {
  /** Colleagues do not learn of it. */
  mobile: z.optional(Mobile),
  /** Since then he cannot come in, is not rung, and keeps his login. */
  deactivatedAt: z.optional(IsoTime),
  /** Names of the groups that he is a member or head of. */
  groups: z.array(z.string()),
  /** Has a call now. */
  talking: z.boolean(),
});
export type Person = z.infer<typeof Person>;

const password = z.string().check(z.maxLength(MOST_PASSWORD));

export const PersonInput = z.strictObject({
  login: Login,
  name: line(100),
  role: z.enum(ROLES),
  extension: Extension,
  mobile: z.optional(z.nullable(MobileInput)),
  password,
});
export type PersonInput = z.infer<typeof PersonInput>;

/** His sessions end with some changes, and his call with them: without this they are refused while he talks. */
const endCall = z.optional(z.boolean());

/** What is absent stays; `null` takes the mobile away. */
export const PersonPatch = z.strictObject({
  name: z.optional(line(100)),
  role: z.optional(z.enum(ROLES)),
  extension: z.optional(Extension),
  mobile: z.optional(z.nullable(MobileInput)),
  endCall,
});
export type PersonPatch = z.infer<typeof PersonPatch>;

export const NewPassword = z.strictObject({ password, endCall });
export type NewPassword = z.infer<typeof NewPassword>;

export const Deactivation = z.strictObject({ endCall });
export type Deactivation = z.infer<typeof Deactivation>;
