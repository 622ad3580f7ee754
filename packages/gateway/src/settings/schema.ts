/** The JSON Schema that the form at /admin is drawn from: made of the schema that checks the file and the API. */
import { Settings } from '@ringback/model';
import * as z from 'zod/mini';

/** What people read beside each field; the schema itself is shared with browsers, where words would weigh. */
const WORDS: Record<string, { title: string; description?: string }> = {
  company: { title: 'Company', description: 'Shown to agents.' },
  country: {
    title: 'Country',
    description: 'Two letters, as in UA: how a number without a country code is read.',
  },
  line: { title: 'Our number', description: 'Shown to those we call; with + and country code.' },
  lines: { title: 'Further numbers of ours', description: 'Lines besides the main one.' },
  'lines.number': { title: 'Number', description: 'With + and country code.' },
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
};

interface JsonSchema {
  title?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
}

export function settingsSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(Settings, { target: 'draft-2020-12', io: 'input' }) as JsonSchema;
  name(schema, '');
  return schema as Record<string, unknown>;
}

function name(schema: JsonSchema, path: string): void {
  for (const [key, child] of Object.entries(schema.properties ?? {})) {
    const at = path === '' ? key : `${path}.${key}`;
    Object.assign(child, WORDS[at] ?? { title: key });
    name(child, at);
    if (child.items) name(child.items, at);
  }
}
