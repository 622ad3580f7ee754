import {
  type BackendLeads,
  type Lead,
  leadFunnelOf,
  type LeadStatus,
  RingbackError,
  type UnattendedReason,
} from '@ringback/model';
import { type FakeCrmKit, given, later, need, pageOf, replace, says, unchanged } from './kit.ts';

const HOUR = 3_600_000;

export function createFakeLeads(kit: FakeCrmKit): BackendLeads {
  const { data, begin, emit, now, newId, putParty, party, readOnly } = kit;
  const { leads, leadSteps, settings, users, tasks } = data;
  const statusOf = (outcome: LeadStatus['outcome']) =>
    settings.leadStatuses.find((one) => one.outcome === outcome) as LeadStatus;
  const person = (id: string | undefined) => {
    const name = users.find((one) => one.id === id)?.name;
    return id === undefined ? {} : { responsible: { id, ...(name === undefined ? {} : { name }) } };
  };

  const step = ({ id, status, responsible }: Lead) =>
    leadSteps.push({ leadId: id, status, ...(responsible ? { responsible } : {}), at: now() });

  function write(before: Lead, fields: Partial<Lead>): Lead {
    const lead = replace(leads, { ...before, ...fields, touchedAt: now(), updatedAt: later(before, now()) });
    step(lead);
    emit('lead.updated', { lead });
    return lead;
  }

  function whyUnattended(lead: Lead): UnattendedReason[] {
    const oldest = Date.parse(now()) - settings.unattendedHours * HOUR;
    const planned = tasks.some((task) => task.leadId === lead.id && task.state === 'open');
    return [
      ...(lead.responsible ? [] : (['no-owner'] as const)),
      ...(planned ? [] : (['no-task'] as const)),
      ...(Date.parse(lead.touchedAt ?? lead.createdAt) < oldest ? (['untouched'] as const) : []),
    ];
  }

  const reads: BackendLeads = {
    async choices() {
      await begin('leads.choices');
      const { leadStatuses: statuses, sources, rejectReasons } = settings;
      return { statuses, sources, rejectReasons };
    },
    async list(query = {}) {
      await begin('leads.list', query);
      const found = leads
        .filter(({ status }) => query.statusId === undefined || status.id === query.statusId)
        .filter(({ status }) => query.outcome === undefined || status.outcome === query.outcome)
        .filter(({ source }) => query.source === undefined || source === query.source)
        .filter((lead) => query.responsibleId === undefined || lead.responsible?.id === query.responsibleId)
        .filter((lead) => says(query.words, lead.title, lead.name, ...lead.phones))
        .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
      return pageOf(found, query);
    },
    async unattended(query = {}) {
      await begin('leads.unattended', query);
      const found = leads
        .filter(({ status }) => status.outcome === 'open')
        .map((lead) => ({ lead, why: whyUnattended(lead) }))
        .filter(({ why }) => why.length > 0)
        .sort((one, other) => (one.lead.createdAt < other.lead.createdAt ? -1 : 1));
      return pageOf(found, query);
    },
    async funnel(query = {}) {
      await begin('leads.funnel', query);
      const { by, from = '', to = '9', source, responsibleId } = query;
      const wanted = leads
        .filter((lead) => source === undefined || lead.source === source)
        .filter((lead) => responsibleId === undefined || lead.responsible?.id === responsibleId)
        .filter(({ createdAt }) => from <= createdAt && createdAt < to);
      const talks = kit.calls().flatMap(({ number, connectedAt, endedAt }) => {
        return connectedAt && endedAt ? [{ number, connectedAt, endedAt }] : [];
      });
      return leadFunnelOf({ leads: wanted, statuses: settings.leadStatuses, steps: leadSteps, talks, by });
    },
    async get(id) {
      await begin('leads.get', id);
      return need(leads, id);
    },
  };
  if (readOnly) return reads;
  return {
    ...reads,
    async create({ responsibleId, comment: _comment, ...fields }) {
      await begin('leads.create', { responsibleId, ...fields });
      const place = { system: 'local', id: newId('lead'), status: statusOf('open') };
      const times = { touchedAt: now(), createdAt: now(), updatedAt: now() };
      const lead = { ...place, ...given(fields), ...person(responsibleId), ...times } as Lead;
      leads.unshift(lead);
      step(lead);
      emit('lead.created', { lead });
      return lead;
    },
    async update(id, { ifUnmodifiedSince, statusId, responsibleId, ...fields }) {
      await begin('leads.update', id, { ifUnmodifiedSince, statusId, responsibleId, ...fields });
      const before = need(leads, id);
      unchanged(before, ifUnmodifiedSince);
      const status = statusId === undefined ? {} : { status: need(settings.leadStatuses, statusId) };
      return write(before, { ...(given(fields) as Partial<Lead>), ...status, ...person(responsibleId) });
    },
    async convert(id, into) {
      await begin('leads.convert', id, into);
      const before = need(leads, id);
      if (before.status.outcome === 'converted')
        throw new RingbackError('conflict', `${before.name} is a customer already.`, { current: before });
      const known = into.partyId === undefined ? undefined : party(into.partyId);
      const made = known ?? {
        ...{ system: 'local', id: newId('party'), name: before.name, kind: 'client', phones: before.phones },
        ...{ createdAt: now(), updatedAt: now() },
      };
      if (!known) putParty(made, 'party.created');
      const lead = write(before, { status: statusOf('converted'), party: { id: made.id, name: made.name } });
      return { lead, party: made };
    },
    async reject(id, reason) {
      await begin('leads.reject', id, reason);
      return write(need(leads, id), { status: statusOf('rejected'), rejectReason: reason });
    },
  };
}
