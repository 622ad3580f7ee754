/** The funnel of leads, of what the system of record has kept of them and of the calls with their numbers. */
import type { LeadsGroup } from '@ringback/adapters';
import {
  type Lead,
  type LeadChange,
  type LeadFunnel,
  leadFunnelOf,
  type LeadFunnelQuery,
} from '@ringback/model';
import { normaliseNumber } from '@ringback/model/phone-number';
import type { Store } from '../store/contract.ts';
import { able } from './base.ts';
import { readAll } from './read-all.ts';

export interface LeadFunnelParts {
  group: () => LeadsGroup;
  calls: Store['calls'];
  country: () => Parameters<typeof normaliseNumber>[1];
}

export async function readLeadFunnel(
  { group, calls, country }: LeadFunnelParts,
  { by, ...filter }: LeadFunnelQuery,
): Promise<LeadFunnel> {
  const search = able(group().search, 'leads be searched');
  const { steps } = group();
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  const found = await readAll<Lead>((page) => search({ ...given, ...page }));
  const leads = found.map((lead) => ({
    ...lead,
    phones: lead.phones.map((phone) => normaliseNumber(phone, country())),
  }));
  const [oldest] = leads.map(({ createdAt }) => createdAt).toSorted();
  const from = filter.from === undefined ? {} : { from: filter.from };
  return leadFunnelOf({
    ...{ leads, by, statuses: await group().statuses() },
    steps: steps ? await readAll<LeadChange>((page) => steps({ ...from, ...page })) : [],
    talks:
      oldest === undefined
        ? []
        : await calls.talksWith(
            leads.flatMap(({ phones }) => phones),
            oldest,
          ),
  });
}
