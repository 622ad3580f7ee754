/**
 * Who may come in, and what calling may cost (S173–S177). One rule for phones where SIP arrives, one for people's sessions, one for
 * programs' tokens: from anywhere, from listed networks, or from listed countries.
 */
import * as z from 'zod/mini';
import { Id, IsoTime, line } from './scalars.ts';
import { TimeZone } from './schedule.ts';
import { Country } from './site.ts';

export const ACCESS_MODES = ['anywhere', 'list', 'country'] as const;

/** `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`. */
const Network = z
  .string()
  .check(
    z.regex(
      /^(?:\d{1,3}(?:\.\d{1,3}){3}(?:\/(?:[0-9]|[12]\d|3[0-2]))?|[0-9a-fA-F:]*:[0-9a-fA-F:.]*(?:\/(?:\d{1,2}|1[01]\d|12[0-8]))?)$/,
      'must be an address such as 203.0.113.7, or a network such as 203.0.113.0/24',
    ),
  );

const rule = {
  mode: z._default(z.enum(ACCESS_MODES), 'anywhere'),
  addresses: z._default(z.array(Network), []),
  countries: z._default(z.array(Country), []),
};
export const AccessRule = z.strictObject(rule);
export type AccessRule = z.infer<typeof AccessRule>;

/** What holds for one agent in place of the firm's rules: a list for the desk, a country for the road. */
export const PersonalAccess = z.strictObject({
  agent: Id,
  ...rule,
  /** The last day on which it holds, in UTC; lasting when absent. */
  until: z.optional(z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/, 'must be a date such as 2026-12-25'))),
  reason: z.optional(line(200)),
});
export type PersonalAccess = z.infer<typeof PersonalAccess>;

export const UNUSUAL_ACTIONS = ['off', 'alarm', 'refuse'] as const;

const Price = z.number().check(z.minimum(0), z.maximum(1_000_000));

export const CostSettings = z.strictObject({
  /** In the currency of the rates; 0: no ceiling. */
  daily: z._default(Price, 0),
  dailyPerAgent: z._default(Price, 0),
  /** A day begins at midnight there; UTC when absent. */
  timeZone: z.optional(TimeZone),
  /** The longest prefix that fits decides. */
  rates: z._default(
    z.array(
      z.strictObject({
        prefix: z
          .string()
          .check(z.regex(/^\+\d{1,14}$/, 'must begin with + and the country code, such as +380')),
        perMinute: Price,
      }),
    ),
    [],
  ),
  /** Of numbers that no prefix fits. */
  otherPerMinute: z._default(Price, 0),
});
export type CostSettings = z.infer<typeof CostSettings>;

const anywhere = (): AccessRule => ({ mode: 'anywhere', addresses: [], countries: [] });
export const DEFAULT_COSTS: CostSettings = { daily: 0, dailyPerAgent: 0, rates: [], otherPerMinute: 0 };
/** Failed logins of one address within so many minutes lock it for so long. */
export const LoginLimits = z.strictObject({
  most: z._default(z.int().check(z.minimum(2), z.maximum(1000)), 5),
  minutes: z._default(z.int().check(z.minimum(1), z.maximum(1440)), 10),
  lockMinutes: z._default(z.int().check(z.minimum(1), z.maximum(43_200)), 60),
});

export const SecuritySettings = z.strictObject({
  sip: z._default(AccessRule, anywhere()),
  sessions: z._default(AccessRule, anywhere()),
  tokens: z._default(AccessRule, anywhere()),
  personal: z._default(z.array(PersonalAccess), []),
  /** The firm's own proxies and its provider: always let in where SIP arrives, never locked. */
  trusted: z._default(z.array(Network), ['127.0.0.0/8', '::1']),
  failedLogins: z._default(LoginLimits, { most: 5, minutes: 10, lockMinutes: 60 }),
  /** Countries besides our own that are called as a matter of course. */
  usualCountries: z._default(z.array(Country), []),
  unusual: z._default(z.enum(UNUSUAL_ACTIONS), 'alarm'),
  costs: z._default(CostSettings, DEFAULT_COSTS),
});
export type SecuritySettings = z.infer<typeof SecuritySettings>;

export const DEFAULT_SECURITY: SecuritySettings = {
  ...{ sip: anywhere(), sessions: anywhere(), tokens: anywhere(), personal: [] },
  trusted: ['127.0.0.0/8', '::1'],
  failedLogins: { most: 5, minutes: 10, lockMinutes: 60 },
  ...{ usualCountries: [], unusual: 'alarm', costs: DEFAULT_COSTS },
};

/** Why an address is kept out: it guessed, or somebody logged in from where he may not. */
export const LOCK_REASONS = ['logins-failed', 'login-forbidden'] as const;

export const SecurityLock = z.object({
  address: z.string(),
  why: z.enum(LOCK_REASONS),
  failures: z.number(),
  since: IsoTime,
  until: IsoTime,
});
export type SecurityLock = z.infer<typeof SecurityLock>;

export const ALARM_KINDS = [
  'logins-failed',
  'login-forbidden',
  'destination-unusual',
  'destination-refused',
  'cost-ceiling',
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

export const SecurityAlarm = z.object({
  id: Id,
  kind: z.enum(ALARM_KINDS),
  /** What it is about: an address, an agent, a country. The same within an hour is one alarm that counts. */
  subject: z.string(),
  /** One sentence for people. */
  text: z.string(),
  times: z.number(),
  firstAt: IsoTime,
  lastAt: IsoTime,
  /** Who has said that it is taken care of. */
  seenBy: z.optional(z.object({ id: Id, name: z.string() })),
  seenAt: z.optional(IsoTime),
});
export type SecurityAlarm = z.infer<typeof SecurityAlarm>;

/** How things stand: for whoever makes the settings. */
export const SecurityState = z.object({
  /** Whether the PBX keeps addresses out by itself. */
  pbx: z.boolean(),
  /** The database that tells the country of an address; absent: there is none. */
  geo: z.optional(z.object({ file: z.string(), builtAt: z.optional(IsoTime) })),
  locks: z.array(SecurityLock),
  alarms: z.array(SecurityAlarm),
  /** Of today, in the currency of the rates. */
  spent: z.number(),
});
export type SecurityState = z.infer<typeof SecurityState>;
