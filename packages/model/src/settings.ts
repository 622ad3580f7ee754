/** Settings: one schema that checks the file, answers the API and draws the form at /admin. */
import * as z from 'zod/mini';
import { CrmSettings, DEFAULT_CRM_SETTINGS } from './crm-settings.ts';
import { DEFAULT_PARTY_KINDS } from './party.ts';
import { DEFAULT_ROUTING, Routing } from './routing.ts';
import { DEFAULT_RECORDING_SETTINGS, RecordingSettings } from './recording.ts';
import { E164, line } from './scalars.ts';
import { DEFAULT_SECURITY, SecuritySettings } from './security.ts';
import { Country, Origin, Site } from './site.ts';

/** A further number of the firm. */
export const Line = z.strictObject({
  number: E164,
  name: line(60),
  branch: z._default(
    z.string().check(z.regex(/^(?:[a-z0-9][a-z0-9-]{0,39})?$/, 'must be the key of a branch, or empty')),
    '',
  ),
});
export type Line = z.infer<typeof Line>;

export const Settings = z.strictObject({
  company: line(100),
  country: Country,
  /** Our own number: shown to those we call, and called by those who call us; E.164. */
  line: E164,
  /** Further numbers of ours. */
  lines: z._default(z.array(Line), []),
  /** Host pages that may embed the core frame. */
  panelOrigins: z.array(Origin),
  ringSeconds: z.number().check(z.int(), z.minimum(5), z.maximum(120)),
  partyKinds: z.array(line(40)).check(z.minLength(1)),
  /** Countries an agent may dial. */
  dialCountries: z.array(Country).check(z.minLength(1)),
  /** A call that comes by the trunk from a person's mobile, to none of our numbers, is one that he makes. */
  mobilesThroughPbx: z._default(z.boolean(), false),
  sites: z.array(Site),
  /** Numbers that are never rung by a callback, E.164. */
  doNotCall: z._default(z.array(E164), []),
  routing: z._default(Routing, DEFAULT_ROUTING),
  recordings: z._default(RecordingSettings, DEFAULT_RECORDING_SETTINGS),
  security: z._default(SecuritySettings, DEFAULT_SECURITY),
  crm: z._default(CrmSettings, DEFAULT_CRM_SETTINGS),
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
  mobilesThroughPbx: false,
  sites: [],
  doNotCall: [],
  routing: DEFAULT_ROUTING,
  recordings: DEFAULT_RECORDING_SETTINGS,
  security: DEFAULT_SECURITY,
  crm: DEFAULT_CRM_SETTINGS,
};

/** Every number of the firm, the main one first. */
export function firmLines({ line: number, company, lines }: Settings): Line[] {
  return [{ number, name: company, branch: '' }, ...lines];
}

/** Whether it is the firm that is called there: at a line, or at a number that a site shows to its visitors. */
export function isFirmNumber(number: string, settings: Settings): boolean {
  const shown = settings.sites.flatMap(({ tracking }) => [
    tracking?.number,
    ...(tracking?.numbers ?? []).map((one) => one.number),
    ...(tracking?.pool ?? []),
  ]);
  return firmLines(settings).some((line) => line.number === number) || shown.includes(number);
}
