/** Every system of record that this gateway can be connected to. Adding one is one line here. */
import type { Crm, CrmContext, CrmManifest, SettingsField } from '@ringback/adapters';
import { createAdvantshop, manifest as advantshop } from '@ringback/adapters/advantshop';
import { createAmocrm, manifest as amocrm } from '@ringback/adapters/amocrm';
import { createBitrix24, manifest as bitrix24 } from '@ringback/adapters/bitrix24';
import { createDirectory, manifest as directory } from '@ringback/adapters/directory';
import { createInsales, manifest as insales } from '@ringback/adapters/insales';
import { createMailAccount, manifest as mail } from '@ringback/adapters/mail';
import { createOnec, manifest as onec } from '@ringback/adapters/onec';
import { createOpencart, manifest as opencart } from '@ringback/adapters/opencart';
import { createPrestashop, manifest as prestashop } from '@ringback/adapters/prestashop';
import { createRest, manifest as rest } from '@ringback/adapters/rest';
import { createRetailcrm, manifest as retailcrm } from '@ringback/adapters/retailcrm';
import { createVendure, manifest as vendure } from '@ringback/adapters/vendure';
import { createWoocommerce, manifest as woocommerce } from '@ringback/adapters/woocommerce';
import { RingbackError } from '@ringback/model';
import * as z from 'zod/mini';

export interface System {
  manifest: CrmManifest;
  /** `settings` were checked by the manifest's schema. */
  create(settings: never, context: CrmContext): Crm;
}

export const SYSTEMS: readonly System[] = [
  { manifest: bitrix24, create: createBitrix24 },
  { manifest: onec, create: createOnec },
  { manifest: amocrm, create: createAmocrm },
  { manifest: retailcrm, create: createRetailcrm },
  { manifest: woocommerce, create: createWoocommerce },
  { manifest: vendure, create: createVendure },
  { manifest: prestashop, create: createPrestashop },
  { manifest: insales, create: createInsales },
  { manifest: advantshop, create: createAdvantshop },
  { manifest: opencart, create: createOpencart },
  { manifest: rest, create: createRest },
  { manifest: directory, create: createDirectory },
  { manifest: mail, create: createMailAccount },
];

export function systemOf(id: string): System {
  const system = SYSTEMS.find(({ manifest }) => manifest.id === id);
  if (system) return system;
  throw new RingbackError('invalid', `There is no system ${id}.`, {
    hint: `Known are: ${SYSTEMS.map(({ manifest }) => manifest.id).join(', ')}.`,
    fields: { system: 'is not known' },
  });
}

/** The settings as the adapter takes them; every wrong one is named, and none is quoted: they are secrets. */
export function checkSettings({ manifest }: System, settings: unknown): Record<string, unknown> {
  const parsed = z.safeParse(manifest.settings, settings);
  if (parsed.success) return parsed.data as Record<string, unknown>;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.') || 'settings'];
    for (const key of keys)
      fields[key] =
        issue.code === 'unrecognized_keys' ? 'is not known' : sentence(issue, manifest.fields[key]);
  }
  throw new RingbackError('invalid', `The settings of ${manifest.name} are wrong.`, { fields });
}

/** What a manifest does not say in words of its own is said here: nobody who fills in a form reads patterns. */
function sentence(issue: z.core.$ZodIssue, field: SettingsField | undefined): string {
  const own = issue.message;
  if (own !== '' && !/^Invalid|^Too (small|big)|^Unrecognized/.test(own)) return own;
  if (issue.code === 'invalid_type' && /received undefined/.test(own)) return 'is missing';
  if (issue.code === 'too_small' && issue.origin === 'string')
    return Number(issue.minimum) <= 1
      ? 'is missing'
      : `must have at least ${issue.minimum} letters or digits`;
  if (issue.code === 'too_big' && issue.origin === 'string')
    return `must have at most ${issue.maximum} letters or digits`;
  if (issue.code === 'too_small') return `must be ${issue.minimum} or more`;
  if (issue.code === 'too_big') return `must be ${issue.maximum} or less`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  const like = field?.placeholder;
  return like === undefined
    ? 'is not written as it should be: look at what stands above'
    : `must be such as ${like}`;
}
