/** Settings: one schema that checks the file, answers the API and draws the form at /admin. */
import * as z from 'zod/mini';
import { DEFAULT_PARTY_KINDS } from './party.ts';
import { line } from './scalars.ts';

/** `https://shop.example` or `http://127.0.0.1:4701`: scheme, host, port; nothing after. */
export const Origin = z.string().check(z.regex(/^https?:\/\/[^/\s?#@]+$/));

export const LOCALES = ['en', 'uk', 'ru'] as const;
export type Locale = (typeof LOCALES)[number];

/** A site whose visitors may ask for a callback. */
export const Site = z.strictObject({
  /** Public: it stands in the page's source. Guarded by `origins`. */
  key: z.string().check(z.regex(/^[A-Za-z0-9_-]{6,64}$/)),
  name: line(100),
  origins: z.array(Origin).check(z.minLength(1)),
  locale: z.enum(LOCALES),
  /** ISO 3166 alpha-2: how a number without a country code is read. */
  country: z.string().check(z.regex(/^[A-Z]{2}$/)),
  /** Countries that may be called back. */
  callableCountries: z.array(z.string().check(z.regex(/^[A-Z]{2}$/))).check(z.minLength(1)),
});
export type Site = z.infer<typeof Site>;

/** A further number of the firm. */
export const Line = z.strictObject({
  /** E.164 */
  number: z.string().check(z.regex(/^\+[1-9]\d{6,14}$/)),
  name: line(60),
});
export type Line = z.infer<typeof Line>;

export const Settings = z.strictObject({
  company: line(100),
  country: z.string().check(z.regex(/^[A-Z]{2}$/)),
  /** Our own number: shown to those we call, and called by those who call us; E.164. */
  line: z.string().check(z.regex(/^\+[1-9]\d{6,14}$/)),
  /** Further numbers of ours. */
  lines: z._default(z.array(Line), []),
  /** Host pages that may embed the core frame. */
  panelOrigins: z.array(Origin),
  ringSeconds: z.number().check(z.int(), z.minimum(5), z.maximum(120)),
  partyKinds: z.array(line(40)).check(z.minLength(1)),
  /** Countries an agent may dial. */
  dialCountries: z.array(z.string().check(z.regex(/^[A-Z]{2}$/))).check(z.minLength(1)),
  sites: z.array(Site),
});
export type Settings = z.infer<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = {
  company: 'Ringback demo',
  country: 'UA',
  line: '+380441234567',
  lines: [],
  panelOrigins: [],
  ringSeconds: 25,
  partyKinds: [...DEFAULT_PARTY_KINDS],
  dialCountries: ['UA'],
  sites: [],
};

/** Every number of the firm, the main one first. */
export function firmLines({ line: number, company, lines }: Settings): Line[] {
  return [{ number, name: company }, ...lines];
}
