/** Leads of the system of record, and those of them that nobody looks after. */
import {
  type ConversionAnswer,
  type ConversionInput,
  type Lead,
  type LeadChoices,
  type LeadFunnel,
  type LeadFunnelQuery,
  type LeadInput,
  type LeadPage,
  type LeadQuery,
  type LeadUpdate,
  type PageQuery,
  RingbackError,
  type UnattendedLead,
  type UnattendedPage,
  type UnattendedReason,
} from '@ringback/model';
import { normaliseNumber } from '@ringback/model/phone-number';
import type { LeadSearch } from '@ringback/adapters';
import { present } from '../present.ts';
import {
  able,
  type DeskDeps,
  type Doing,
  found,
  groupOf,
  pick,
  requireFields,
  requireKept,
  requireUnmodified,
  says,
  writeOptions,
} from './base.ts';
import { readLeadFunnel } from './lead-funnel.ts';

const COMMON = ['title', 'name', 'phones', 'email', 'source', 'responsibleId', 'comment'];
const PATCHED = ['title', 'statusId', 'rejectReason', 'responsibleId'];
const HOUR_MS = 3_600_000;
/** Leads that are looked at for one page of unattended ones. */
const MOST_LOOKED_AT = 300;

export interface Leads {
  choices(): Promise<LeadChoices>;
  list(query: LeadQuery): Promise<LeadPage>;
  unattended(query: PageQuery): Promise<UnattendedPage>;
  funnel(query: LeadFunnelQuery): Promise<LeadFunnel>;
  get(id: string): Promise<Lead>;
  create(input: LeadInput, doing: Doing): Promise<Lead>;
  update(id: string, patch: LeadUpdate, doing: Doing): Promise<Lead>;
  convert(id: string, into: ConversionInput, doing: Doing): Promise<ConversionAnswer>;
  reject(id: string, reason: string, doing: Doing): Promise<Lead>;
}

export function createLeads(deps: DeskDeps): Leads {
  const { settings, store, now } = deps;
  const group = () => groupOf(deps, 'leads');

  async function search(query: LeadSearch): Promise<LeadPage> {
    const { list, search: asked } = group();
    if (asked) return asked(query);
    const own = present({ responsibleId: query.responsibleId, open: query.open });
    return pick(
      (page) => list({ ...own, ...page }),
      (lead) => fits(lead, query),
      query,
    );
  }

  const get = async (id: string): Promise<Lead> => found(await group().get(id), 'lead');

  async function update(
    id: string,
    { ifUnmodifiedSince, ...patch }: LeadUpdate,
    doing: Doing,
  ): Promise<Lead> {
    requireKept(deps, { group: 'leads', common: PATCHED, given: patch });
    await requireUnmodified(deps, { group: 'leads', since: ifUnmodifiedSince, read: () => group().get(id) });
    const { statusId, responsibleId, ...fields } = patch;
    const next = { ...(await get(id)), ...fields, ...present({ responsible: responsibleId }) };
    const stages = statusId === undefined ? [] : [statusId];
    requireFields(settings().crm.required, next, { entity: 'lead', form: 'full', stages });
    const write = { ...writeOptions(doing), ...present({ ifUnmodifiedSince }) };
    return able(group().update, 'leads be changed')(id, patch, write);
  }

  /** A call counts as well as a change: whoever has talked with him has looked after him. */
  async function touchedAt({ phones, updatedAt }: Lead): Promise<string> {
    const numbers = phones.map((phone) => normaliseNumber(phone, settings().country));
    const calls = await Promise.all(numbers.map((number) => store.calls.last({ number })));
    return [updatedAt, ...calls.flatMap((call) => call?.startedAt ?? [])].sort().at(-1) ?? updatedAt;
  }

  async function hasTask(leadId: string): Promise<boolean> {
    const { records } = await store.records.list({
      ...{ kind: 'task', lookup: leadId, open: true, newestFirst: false, limit: 1 },
    });
    return records.length > 0;
  }

  async function look(lead: Lead): Promise<UnattendedLead> {
    const touched = await touchedAt(lead);
    const oldest = new Date(now().getTime() - settings().crm.unattendedHours * HOUR_MS).toISOString();
    const why: UnattendedReason[] = [
      ...(lead.responsible ? [] : (['no-owner'] as const)),
      ...((await hasTask(lead.id)) ? [] : (['no-task'] as const)),
      ...(touched < oldest ? (['untouched'] as const) : []),
    ];
    return { lead: { ...lead, touchedAt: touched }, why };
  }

  return {
    get,
    update,
    async choices() {
      const { sources, rejectReasons } = settings().crm;
      return { statuses: await group().statuses(), sources, rejectReasons };
    },
    async list({ statusId, outcome, ...query }) {
      const statuses = outcome === undefined ? [] : await group().statuses();
      const ids = statuses.filter((one) => one.outcome === outcome).map(({ id }) => id);
      const statusIds = statusId === undefined ? (outcome === undefined ? undefined : ids) : [statusId];
      return search(present({ ...query, statusIds }) as LeadSearch);
    },
    funnel: (query) =>
      readLeadFunnel({ group, calls: store.calls, country: () => settings().country }, query),
    async unattended({ cursor, limit = 50 }) {
      const items: UnattendedLead[] = [];
      let place = cursor;
      for (let looked = 0; looked < MOST_LOOKED_AT && items.length === 0; looked += limit) {
        const page = await search({ ...present({ cursor: place }), open: true, oldestFirst: true, limit });
        const all = await Promise.all(page.items.map(look));
        items.push(...all.filter(({ why }) => why.length > 0));
        place = page.next;
        if (place === undefined) break;
      }
      return { items, ...present({ next: place }) };
    },
    async create(input, doing) {
      requireKept(deps, { group: 'leads', common: COMMON, given: input });
      requireFields(settings().crm.required, input, { entity: 'lead', form: 'full' });
      const phones = input.phones.map((phone) => normaliseNumber(phone, settings().country));
      return able(group().create, 'leads be created')({ ...input, phones }, writeOptions(doing));
    },
    async convert(id, into, doing) {
      const lead = await able(group().convert, 'leads be converted')(id, present(into), writeOptions(doing));
      const party = lead.party && (await deps.crm.parties?.get(lead.party.id));
      const page = party && (await deps.crm.deals?.list({ partyId: party.id, limit: 1 }));
      const deal = into.dealTitle === undefined ? undefined : page?.items[0];
      return { lead, ...present({ party, deal }) };
    },
    async reject(id, reason, doing) {
      const status = (await group().statuses()).find(({ outcome }) => outcome === 'rejected');
      if (!status) throw new RingbackError('unsupported', 'The system of record rejects no leads.');
      return update(id, { statusId: status.id, rejectReason: reason }, doing);
    },
  };
}

function fits(lead: Lead, { statusIds, source, words, from, to }: LeadSearch): boolean {
  return (
    (statusIds === undefined || statusIds.includes(lead.status.id)) &&
    (source === undefined || lead.source === source) &&
    (from === undefined || lead.createdAt >= from) &&
    (to === undefined || lead.createdAt < to) &&
    says(words, lead.title, lead.name, lead.email, ...lead.phones)
  );
}
