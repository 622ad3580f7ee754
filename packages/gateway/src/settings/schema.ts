/** The JSON Schema that the form at /admin is drawn from: made of the schema that checks the file and the API. */
import { Settings } from '@ringback/model';
import * as z from 'zod/mini';
import { CRM_WORDS } from './crm-words.ts';
import { ROUTING_WORDS } from './routing-words.ts';
import { SECURITY_WORDS } from './security-words.ts';

export type Words = Record<string, { title: string; description?: string }>;

/** What people read beside each field; the schema itself is shared with browsers, where words would weigh. */
const WORDS: Words = {
  recordings: { title: 'Recordings' },
  'recordings.mode': {
    title: 'Record',
    description: 'off: never; button: when an agent asks for it; all: every talk.',
  },
  'recordings.keepDays': {
    title: 'Keep for, days',
    description: 'Older recordings are deleted by themselves.',
  },
  company: { title: 'Company', description: 'Shown to agents.' },
  country: {
    title: 'Country',
    description: 'Two letters, as in UA: how a number without a country code is read.',
  },
  line: { title: 'Our number', description: 'Shown to those we call; with + and country code.' },
  lines: { title: 'Further numbers of ours', description: 'Lines besides the main one.' },
  'lines.number': { title: 'Number', description: 'With + and country code.' },
  'lines.branch': { title: 'Branch', description: 'Key of the branch; empty where there is none.' },
  'lines.name': { title: 'Name', description: 'What agents call it: sales, support, Lviv.' },
  panelOrigins: {
    title: 'Panels',
    description:
      'Addresses of pages that may show the phone: scheme, host and port, such as https://admin.example.',
  },
  ringSeconds: {
    title: 'Ring time, seconds',
    description: 'How long agents are rung before the call counts as missed.',
  },
  partyKinds: { title: 'Kinds of customers' },
  dialCountries: { title: 'Countries agents may dial', description: 'Two letters each.' },
  mobilesThroughPbx: {
    title: 'Calls from mobiles go through the PBX',
    description:
      'Only where your operator brings your people’s mobiles into the PBX (FMC). A call from a mobile that stands under People, to a number that is none of yours, is then made for that person. Ask the operator to let these numbers in from its own network alone: whoever can forge one would call at your expense.',
  },
  sites: { title: 'Sites with a callback button' },
  'sites.key': {
    title: 'Key',
    description: 'Public; stands in the script tag. 6 to 64 letters, digits, - or _.',
  },
  'sites.name': { title: 'Name', description: 'Shown to visitors.' },
  'sites.origins': {
    title: 'Addresses',
    description: 'Pages that may ask for a callback, such as https://shop.example.',
  },
  'sites.locale': { title: 'Language' },
  'sites.country': {
    title: 'Country',
    description: 'Two letters: how a visitor’s number without a country code is read.',
  },
  'sites.callableCountries': { title: 'Countries to call back', description: 'Two letters each.' },
  'sites.callHours': {
    title: 'When visitors are called',
    description: 'Outside of these hours they choose a time, or are called at opening. Any time when empty.',
  },
  'sites.showHours': { title: 'When the button shows', description: 'Any time when empty.' },
  'sites.departments': { title: 'Departments', description: 'Offered to the visitor as a choice.' },
  'sites.departments.id': { title: 'Short name', description: 'For the script; letters, digits, - or _.' },
  'sites.departments.name': { title: 'Name', description: 'Shown to visitors.' },
  'sites.departments.agents': { title: 'Who is rung', description: 'Logins; everybody when empty.' },
  'sites.browserCalls': {
    title: 'Calls from the browser',
    description: 'For visitors without a phone at hand.',
  },
  'sites.browserCalls.endpoint': {
    title: 'Endpoint of the PBX',
    description: 'That visitors’ browsers share, such as visitors; it may call the gateway and nobody else.',
  },
  'sites.whisper': {
    title: 'Whisper to the agent',
    description: 'A voice says “callback from page …” to whoever answers, where he is rung first.',
  },
  'sites.whisper.on': { title: 'Whisper', description: 'On as well where a sound of your own is named.' },
  'sites.whisper.file': {
    title: 'Your own sound',
    description:
      'Address of a .wav (8 kHz, 16 bit, mono), played where espeak-ng is not installed beside the gateway.',
  },
  'sites.firstLeg': {
    title: 'Who is rung first',
    description: 'agent: nobody waits for us; visitor: no colleague waits. The other one hears ringing.',
  },
  'sites.attempts': { title: 'Attempts' },
  'sites.attempts.most': { title: 'At most', description: '1 to 5, the first included.' },
  'sites.attempts.pauseMinutes': { title: 'Pause between, minutes' },
  'sites.consent': {
    title: 'Consent',
    description: 'A sentence that the visitor must tick. No tick is asked for when empty.',
  },
  'sites.triggers': {
    title: 'Opens by itself',
    description: 'Once in a visit, and never while somebody types.',
  },
  'sites.triggers.afterSeconds': { title: 'After seconds on the page' },
  'sites.triggers.scrollPercent': { title: 'After so much of the page, percent' },
  'sites.triggers.onLeave': { title: 'When the pointer leaves the page' },
  'sites.look': { title: 'Look' },
  'sites.look.accent': { title: 'Colour', description: 'Such as #1a66cc.' },
  'sites.look.side': { title: 'Side', description: 'Of the page, in the direction of reading.' },
  'sites.look.offset': { title: 'Distance from the corner, pixels' },
  'sites.look.avoid': {
    title: 'Other buttons',
    description: 'CSS selector of floating buttons that ours shall stand above, such as #chat.',
  },
  'sites.look.hideOn': { title: 'Pages without the button', description: 'Paths, such as /checkout*.' },
  'sites.look.codeOnly': { title: 'No button', description: 'Your own page opens the dialog.' },
  'sites.tracking': {
    title: 'Where visitors come from',
    description: 'Needs track.js on the page, loaded once the visitor has consented.',
  },
  'sites.tracking.keepDays': { title: 'Remember a visitor for, days', description: '90 when empty.' },
  'sites.tracking.number': {
    title: 'Number on the pages',
    description: 'The one that the numbers below stand for. Our number when empty.',
  },
  'sites.tracking.numbers': { title: 'Numbers by source', description: 'The first that fits is shown.' },
  'sites.tracking.numbers.number': { title: 'Number', description: 'With + and country code.' },
  'sites.tracking.numbers.source': { title: 'Source', description: 'utm_source, such as google.' },
  'sites.tracking.numbers.medium': {
    title: 'Medium',
    description: 'utm_medium, such as cpc. Any when empty.',
  },
  'sites.tracking.numbers.campaign': { title: 'Campaign', description: 'utm_campaign. Any when empty.' },
  'sites.tracking.pool': {
    title: 'Numbers for one visitor each',
    description: 'Lent while his page is open. When all are lent the number on the pages is shown.',
  },
  'sites.tracking.goods': {
    title: 'Goods that are looked at',
    description: 'For the card: products and cart, as the pages or their analytics (GA4) declare them.',
  },
  'sites.tracking.leaseSeconds': {
    title: 'Lent for, seconds',
    description: 'After the last sign of the page. 1800 when empty.',
  },
  'sites.variants': { title: 'Texts', description: 'Several are shown in turn, and compared.' },
  'sites.variants.id': { title: 'Short name', description: 'For the statistics.' },
  'sites.variants.button': { title: 'Button' },
  'sites.variants.title': { title: 'Title of the dialog' },
  ...hours('sites.callHours'),
  ...hours('sites.showHours'),
  doNotCall: {
    title: 'Numbers that are never called back',
    description: 'With + and country code. “This was not me” on the card puts a number here.',
  },
  ...ROUTING_WORDS,
  ...SECURITY_WORDS,
  ...CRM_WORDS,
};

function hours(path: string): Record<string, { title: string; description?: string }> {
  return {
    [`${path}.timeZone`]: { title: 'Time zone', description: 'Such as Europe/Kyiv.' },
    [`${path}.hours`]: { title: 'Hours' },
    [`${path}.hours.days`]: { title: 'Days' },
    [`${path}.hours.from`]: { title: 'From', description: 'Such as 09:00.' },
    [`${path}.hours.to`]: { title: 'To', description: 'Such as 18:00; 24:00 for the end of the day.' },
    [`${path}.holidays`]: { title: 'Holidays', description: 'Dates, such as 2026-12-25.' },
  };
}

interface JsonSchema {
  title?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
}

export function settingsSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(Settings, { target: 'draft-2020-12', io: 'output' }) as JsonSchema;
  name(schema, '');
  return schema as Record<string, unknown>;
}

function name(schema: JsonSchema, path: string): void {
  for (const [key, child] of Object.entries(schema.properties ?? {})) {
    const at = path === '' ? key : `${path}.${key}`;
    Object.assign(child, WORDS[at]);
    name(child, at);
    if (child.items) name(child.items, at);
  }
}
