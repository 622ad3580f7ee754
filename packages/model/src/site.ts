/** A site whose visitors may ask for a callback, and everything that its owner decides about it. */
import * as z from 'zod/mini';
import { LOCALES } from './locale.ts';
import { E164, Id, line } from './scalars.ts';
import { Schedule } from './schedule.ts';

/** `https://shop.example` or `http://127.0.0.1:4701`: scheme, host, port; nothing after. */
export const Origin = z.string().check(z.regex(/^https?:\/\/[^/\s?#@]+$/));

/** ISO 3166 alpha-2. */
export const Country = z.string().check(z.regex(/^[A-Z]{2}$/));

/** Where a visitor's request goes; `agents` are logins, nobody named = everybody. */
const Department = z.strictObject({ id: Id, name: line(60), agents: z.array(z.string()) });

/** How often a callback is tried, and how long it rests in between. */
export const Attempts = z.strictObject({
  most: z.int().check(z.minimum(1), z.maximum(5)),
  pauseMinutes: z.int().check(z.minimum(1), z.maximum(240)),
});

/** What opens the dialog by itself; never while the visitor types, and once in a visit. */
const Triggers = z.strictObject({
  afterSeconds: z.optional(z.int().check(z.minimum(5), z.maximum(3600))),
  scrollPercent: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
  onLeave: z.optional(z.boolean()),
});

/** Visitors without a phone at hand call from the page itself; needs an endpoint of the PBX that all their browsers share. */
const BrowserCalls = z.strictObject({
  endpoint: z.string().check(z.regex(/^[A-Za-z][\w-]{0,39}$/, 'must be a name such as visitors')),
});

/** The agent is told that it is a callback, and from which page, before he hears ringing. There at all: he is. */
const Whisper = z.strictObject({
  /** What a form says that has no file to name: a form leaves out what holds nothing. */
  on: z.optional(z.literal(true)),
  /** WAV, 8 kHz, 16 bit, mono: played where the gateway's machine has no voice. */
  file: z.optional(
    z.string().check(z.regex(/^https?:\/\/[^\s,]+\.wav$/, 'must be the address of a .wav file')),
  ),
});

/** Who is rung first; the other one waits with a ringing tone. */
export const FIRST_LEGS = ['agent', 'visitor'] as const;

export const SIDES = ['end', 'start'] as const;
const Look = z.strictObject({
  /** `#1a66cc` */
  accent: z.optional(z.string().check(z.regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #1a66cc'))),
  side: z.optional(z.enum(SIDES)),
  /** Pixels from the bottom and the side; 20 when absent. */
  offset: z.optional(z.int().check(z.minimum(0), z.maximum(400))),
  /** CSS selector of other floating buttons: ours sits above them. */
  avoid: z.optional(z.string().check(z.maxLength(200))),
  /** Paths on which the button does not show: `/checkout*`. */
  hideOn: z.optional(
    z.array(z.string().check(z.regex(/^\/\S*$/, 'must be a path such as /checkout*'), z.maxLength(200))),
  ),
  /** No button: opened by the page's own script only. */
  codeOnly: z.optional(z.boolean()),
});

/** Texts of the owner in place of ours; several are tried against each other. */
const Variant = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9-]{1,20}$/, 'must be up to 20 small letters, digits or -')),
  button: z.optional(line(40)),
  title: z.optional(line(80)),
});

/** A number that stands for the site's own wherever a visitor of this source looks; it tells the source of who calls it. */
const SourceNumber = z.strictObject({
  number: E164,
  source: line(120),
  /** Any when absent; the first number that fits is shown. */
  medium: z.optional(line(120)),
  campaign: z.optional(line(120)),
});

/** What is asked of visitors who have consented; needs `track.js` on the page. */
export const Tracking = z.strictObject({
  /** How long a visitor is remembered after he was last here; `DEFAULT_KEEP_DAYS` when absent. */
  keepDays: z.optional(z.int().check(z.minimum(1), z.maximum(400))),
  /** The number that stands on the pages; the firm's when absent. */
  number: z.optional(E164),
  numbers: z.optional(z.array(SourceNumber)),
  /** Numbers that are lent to one visitor each. */
  pool: z.optional(z.array(E164)),
  /** Whether the pages tell what is looked at and lies in the cart. */
  goods: z.optional(z.boolean()),
  /** `DEFAULT_LEASE_SECONDS` when absent. */
  leaseSeconds: z.optional(z.int().check(z.minimum(60), z.maximum(86_400))),
});
export type Tracking = z.infer<typeof Tracking>;
export const DEFAULT_KEEP_DAYS = 90;
/** Half an hour: who has seen a number calls it meanwhile. */
export const DEFAULT_LEASE_SECONDS = 1800;

export const Site = z.strictObject({
  /** Public: it stands in the page's source. Guarded by `origins`. */
  key: z.string().check(z.regex(/^[A-Za-z0-9_-]{6,64}$/)),
  name: line(100),
  origins: z.array(Origin).check(z.minLength(1)),
  locale: z.enum(LOCALES),
  /** How a number without a country code is read. */
  country: Country,
  /** Countries that may be called back. */
  callableCountries: z.array(Country).check(z.minLength(1)),
  /** When visitors are called; any time when absent. */
  callHours: z.optional(Schedule),
  /** When the button shows; any time when absent. */
  showHours: z.optional(Schedule),
  departments: z.optional(z.array(Department)),
  browserCalls: z.optional(BrowserCalls),
  /** Where the agent is rung first. */
  whisper: z.optional(Whisper),
  /** `agent` when absent. */
  firstLeg: z.optional(z.enum(FIRST_LEGS)),
  /** `DEFAULT_ATTEMPTS` when absent. */
  attempts: z.optional(Attempts),
  /** A sentence that the visitor must tick before he may ask. */
  consent: z.optional(line(300)),
  triggers: z.optional(Triggers),
  look: z.optional(Look),
  variants: z.optional(z.array(Variant)),
  tracking: z.optional(Tracking),
});
export type Site = z.infer<typeof Site>;

/** The first and one more, a quarter of an hour later. */
export const DEFAULT_ATTEMPTS: z.infer<typeof Attempts> = { most: 2, pauseMinutes: 15 };
