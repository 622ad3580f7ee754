/** Leads in Ringback's own store. */
import { DEFAULT_LEAD_STATUSES, Lead, LeadChange, type LeadInput, type LeadStatus } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { Conversion, DealsGroup, LeadsGroup, PartiesGroup, WriteOptions } from '../contract.ts';
import { type LocalOptions, person } from './base.ts';
import { createRecordsOf, given } from './records.ts';

const PAGE = 50;

const FIELDS = [
  'title',
  'name',
  'email',
  'source',
  'status',
  'rejectReason',
  'responsible',
  'party',
  'custom',
] as const;

export interface LeadNeeds {
  parties: Pick<Required<PartiesGroup>, 'create' | 'get'>;
  deals: Pick<Required<DealsGroup>, 'create'>;
}

export function createLeads<Tx>(
  options: LocalOptions<Tx>,
  { parties, deals }: LeadNeeds,
): Required<LeadsGroup> {
  const { store, now, newId } = options;
  const statuses = options.leadStatuses ?? (() => DEFAULT_LEAD_STATUSES);
  const leads = createRecordsOf<Tx, Lead>(options, {
    kind: 'lead',
    parse: (data) => Lead.parse(data),
    fields: FIELDS,
    toRecord: ({ party, responsible, status, createdAt, updatedAt, source, ...lead }) => ({
      ...given({ partyId: party?.id, responsibleId: responsible?.id, area: source }),
      open: status.outcome === 'open',
      place: status.id,
      words: [lead.title, lead.name, lead.email ?? '', ...lead.phones].join(' '),
      position: createdAt,
      updatedAt,
    }),
    async created(tx, lead) {
      await step(tx, lead);
      await store.events.append(tx, { type: 'lead.created', data: { lead }, audience: null });
    },
    updated: (tx, lead) => store.events.append(tx, { type: 'lead.updated', data: { lead }, audience: null }),
  });

  /** Kept as it happens: how soon somebody has looked after a lead cannot be told of its last status alone. */
  async function step(tx: Tx, { id, status, responsible }: Lead): Promise<void> {
    const change: LeadChange = { leadId: id, status, ...given({ responsible }), at: now().toISOString() };
    const place = { kind: 'lead-change', id: newId(), lookup: id, open: false, position: change.at } as const;
    await store.records.put(tx, { ...place, data: change });
  }

  const update = (id: string, write: WriteOptions, change: (old: Lead) => Promise<Lead>): Promise<Lead> =>
    leads.update(id, write, async (old, tx) => {
      const next = await change(old);
      if (next.status.id !== old.status.id || next.responsible?.id !== old.responsible?.id)
        await step(tx, next);
      return next;
    });

  function statusWith(fits: (status: LeadStatus) => boolean): LeadStatus {
    const found = statuses().find(fits);
    if (found) return found;
    throw new AdapterError('local', 'invalid', 'There is no such status of leads.', {
      hint: 'Choose another; the list may have been changed meanwhile.',
    });
  }

  async function make({ responsibleId, comment: _note, ...input }: LeadInput): Promise<Lead> {
    const at = now().toISOString();
    const place = {
      system: 'local',
      id: newId(),
      status: statusWith(() => true),
      createdAt: at,
      updatedAt: at,
    };
    return {
      ...place,
      ...(given(input) as Pick<Lead, 'title' | 'name' | 'phones'>),
      ...(await person(options, responsibleId)),
    };
  }

  async function convert(id: string, into: Conversion, write: WriteOptions): Promise<Lead> {
    const lead = await leads.get(id);
    if (!lead) throw new AdapterError('local', 'not-found', 'There is no such lead.');
    if (lead.status.outcome === 'converted') {
      throw new AdapterError('local', 'conflict', `${lead.name} is a customer already.`, {
        hint: 'Open the customer instead.',
      });
    }
    const [kind = 'client'] = options.partyKinds?.().filter((one) => one === 'client') ?? [];
    const party =
      into.partyId === undefined
        ? await parties.create(
            { name: lead.name, kind, phones: lead.phones, ...given({ email: lead.email }) },
            write,
          )
        : await parties.get(into.partyId);
    if (!party) throw new AdapterError('local', 'invalid', `There is no customer ${into.partyId}.`);
    if (into.dealTitle !== undefined) await deals.create({ title: into.dealTitle, partyId: party.id }, write);
    return update(id, write, async (old) => ({
      ...old,
      status: statusWith(({ outcome }) => outcome === 'converted'),
      party: { id: party.id, name: party.name },
      updatedAt: now().toISOString(),
    }));
  }

  return {
    statuses: async () => structuredClone([...statuses()]),
    list: (query) => leads.list({ ...query, newestFirst: true }),
    get: (id) => leads.get(id),
    create: (input, write) => leads.create(write, () => make(input)),
    search: ({ statusIds, source, oldestFirst = false, ...query }) =>
      leads.list({
        ...query,
        ...given({ places: statusIds, areas: source === undefined ? undefined : [source] }),
        newestFirst: !oldestFirst,
      }),
    update: (id, { statusId, responsibleId, custom, ...fields }, write) =>
      update(id, write, async (old) => ({
        ...old,
        ...given(fields),
        ...(custom ? { custom: { ...old.custom, ...custom } } : {}),
        ...(statusId === undefined ? {} : { status: statusWith((one) => one.id === statusId) }),
        ...(await person(options, responsibleId)),
        updatedAt: now().toISOString(),
      })),
    convert,
    async steps({ limit = PAGE, ...query }) {
      const { records, next } = await store.records.list({
        ...{ kind: 'lead-change', newestFirst: false, limit },
        ...query,
      });
      const items = records.map(({ data }) => LeadChange.parse(data));
      return { items, ...(next === undefined ? {} : { next }) };
    },
  };
}
