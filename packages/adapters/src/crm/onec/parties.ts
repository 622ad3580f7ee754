/** Customers and their contact persons in a 1C base. */
import type { PartiesGroup } from '../contract.ts';
import { longestOf } from '../kit/name.ts';
import { createPartiesGroup, type PartySource } from '../kit/parties.ts';
import type { Base } from './base.ts';
import { CONTACTS } from './layout.ts';
import { KINDS } from './map.ts';
import { manifest } from './manifest.ts';
import { text } from './odata.ts';
import { byPhone, byTaxId, get, list, search } from './people-read.ts';
import { create, update } from './people-write.ts';
import { serviceLookup } from './service.ts';

export function createParties(base: Base): PartiesGroup {
  const { context, settings } = base;
  const source: PartySource = {
    byPhone: (e164, options) =>
      settings.service === undefined ? byPhone(base, e164, options) : serviceLookup(base, e164, options),
    byName: (words, options) => search(base, `substringof(${text(longestOf(words))},Description)`, options),
    byEmail: (email, options) => search(base, `${CONTACTS}/any(x: x/АдресЭП eq ${text(email)})`, options),
    byTaxId: (taxId, options) => byTaxId(base, taxId, options),
    get: (id, options) => get(base, id, options),
    list: (query, options) => list(base, query, options),
    create: (input, options) => create(base, input, options),
    update: (party, patch, options) => update(base, party, patch, options),
  };
  return createPartiesGroup({
    ...{ system: manifest.id, context, source, kinds: KINDS },
    keeps: manifest.writes?.party ?? [],
  });
}
