/** The optional HTTP service of a 1C programmer: who calls, in one request. Its contract stands in docs/adapters/onec.md. */
import type { Party } from '@ringback/model';
import * as z from 'zod/mini';
import type { ReadOptions } from '../contract.ts';
import type { Candidate } from '../kit/parties.ts';
import { readPhones } from '../phone.ts';
import { parse } from './api.ts';
import type { Base } from './base.ts';
import { KINDS, pageOf } from './map.ts';
import { manifest } from './manifest.ts';

const Ref = z.object({ id: z.string(), name: z.string() });

export const ServiceParty = z.object({
  id: z.string(),
  /** The catalog as OData calls it: `Catalog_Контрагенты`. */
  set: z.string(),
  name: z.string(),
  kind: z._default(z.enum(KINDS), 'client'),
  nature: z._default(z.enum(['person', 'organization']), 'person'),
  phones: z.array(z.string()),
  email: z.optional(z.string()),
  taxId: z.optional(z.string()),
  /** Of additional requisites: UUID of the property → value. */
  custom: z.optional(z.record(z.string(), z.string())),
  organization: z.optional(Ref),
  responsible: z.optional(z.extend(Ref, { email: z.optional(z.string()) })),
});
const Answer = z.object({ parties: z.array(ServiceParty) });

/** Whom we do not know, nobody made: the time of making is not asked for during a call. */
const UNKNOWN_TIME = '1970-01-01T00:00:00.000Z';

export async function serviceLookup(base: Base, e164: string, options: ReadOptions): Promise<Candidate[]> {
  const answer = await base.api.service(`parties?phone=${encodeURIComponent(e164)}`, options);
  return parse('service', Answer, answer).parties.map((one) => ({ party: toParty(base, one) }));
}

function toParty({ settings, context }: Base, one: z.infer<typeof ServiceParty>): Party {
  const { set, phones, responsible, ...rest } = one;
  return {
    ...rest,
    system: manifest.id,
    phones: readPhones(phones, context.country()),
    ...(responsible === undefined ? {} : { responsible }),
    url: pageOf(settings.url, set, one.id),
    createdAt: UNKNOWN_TIME,
    updatedAt: UNKNOWN_TIME,
  };
}
