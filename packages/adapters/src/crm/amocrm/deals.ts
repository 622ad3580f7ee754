/** Deals, which amoCRM calls leads. */
import type { Deal, DealInput, DealPatch, Page, StageChange } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { DealQuery, DealsGroup, ReadOptions, WriteOptions } from '../contract.ts';
import { createOnce } from '../once.ts';
import { type Amocrm, LARGEST_PAGE } from './account.ts';
import { customFields } from './fields.ts';
import { manifest } from './manifest.ts';
import { iso, LOST, mainContact, readPartyId, stageOf, toDeal, WON } from './map.ts';
import { Changed, EventRow, LeadRow, madeOf, pageOf, Person, StatusValue } from './rows.ts';

const PAGE = 50;

export function createDeals(account: Amocrm): DealsGroup {
  const once = createOnce(account.context.kept);
  return {
    pipelines: async ({ signal } = {}) => [...(await account.pipelines.get(signal))],
    list: (query, options = {}) => list(account, query, options),
    get: (id, options = {}) => get(account, id, options),
    create: (input, options) =>
      once({
        key: `deal.create:${options.idempotencyKey}`,
        recall: (id) => existing(account, id, options),
        find: () => findMade(account, input, options),
        work: async () => {
          const deal = await create(account, input, options);
          return { id: deal.id, result: deal };
        },
      }),
    update: (id, patch, options) =>
      once({
        key: `deal.update:${id}:${options.idempotencyKey}`,
        recall: () => existing(account, id, options),
        find: async () => undefined,
        work: async () => ({ id, result: await update(account, id, patch, options) }),
      }),
    history: (id, options = {}) => history(account, id, options),
  };
}

async function list(account: Amocrm, query: DealQuery, options: ReadOptions): Promise<Page<Deal>> {
  const { partyId, responsibleId, open, cursor, limit = PAGE } = query;
  const page = cursor !== undefined && /^\d{1,9}$/.test(cursor) ? Number(cursor) : 1;
  const size = Math.min(limit, LARGEST_PAGE);
  const ids = partyId === undefined ? undefined : await leadsOf(account, partyId, options);
  // Leads cannot be filtered by their contact: the contact knows his leads, and those are read by their ids.
  const chunk = ids?.slice((page - 1) * size, page * size);
  if (chunk?.length === 0) return { items: [] };
  const params = {
    ...{ with: 'contacts', limit: size, 'order[id]': 'desc' },
    ...(chunk === undefined ? { page } : { 'filter[id]': chunk }),
    ...(responsibleId === undefined ? {} : { 'filter[responsible_user_id]': [responsibleId] }),
  };
  const answer = await account.api.get('leads', pageOf('leads', LeadRow), params, options);
  const rows = (answer?._embedded.leads ?? []).filter(
    ({ status_id }) => open !== true || (status_id !== WON && status_id !== LOST),
  );
  const items = await mapped(account, rows, options);
  const more = ids === undefined ? Boolean(answer?._links?.next) : ids.length > page * size;
  return more ? { items, next: String(page + 1) } : { items };
}

/** Newest first. */
async function leadsOf(account: Amocrm, partyId: string, options: ReadOptions): Promise<number[]> {
  const ref = readPartyId(partyId);
  const row = ref && (await account.api.get(`${ref.kind}/${ref.id}`, Person, { with: 'leads' }, options));
  return (row?._embedded?.leads ?? []).map(({ id }) => id).sort((one, other) => other - one);
}

async function mapped(account: Amocrm, rows: readonly LeadRow[], options: ReadOptions): Promise<Deal[]> {
  const { signal } = options;
  const contacts = rows.flatMap((row) => mainContact(row) ?? []);
  const [pipelines, currency, at, names, closing] = await Promise.all([
    account.pipelines.get(signal),
    account.currency.get(signal),
    account.mapping(options),
    account.names('contacts', contacts, options),
    account.fields.closing(signal),
  ]);
  return rows.map((row) =>
    toDeal(
      row,
      { pipelines, currency, contactName: names.get(mainContact(row) ?? 0), closing: closing?.name },
      at,
    ),
  );
}

async function get(account: Amocrm, id: string, options: ReadOptions): Promise<Deal | undefined> {
  if (!/^\d{1,15}$/.test(id)) return undefined;
  const row = await account.api.get(`leads/${id}`, LeadRow, { with: 'contacts' }, options);
  return row && (await mapped(account, [row], options))[0];
}

async function existing(account: Amocrm, id: string, options: ReadOptions): Promise<Deal> {
  const deal = await get(account, id, options);
  if (deal) return deal;
  throw new AdapterError(manifest.id, 'not-found', 'There is no such deal in amoCRM.');
}

async function findMade(account: Amocrm, { title, partyId }: DealInput, options: ReadOptions) {
  const { items } = await list(
    account,
    { limit: 10, ...(partyId === undefined ? {} : { partyId }) },
    options,
  );
  const made = items.find((deal) => deal.title === title && deal.party?.id === partyId);
  return made && { id: made.id, result: made };
}

async function create(account: Amocrm, input: DealInput, options: WriteOptions): Promise<Deal> {
  const pipelines = await account.pipelines.get(options.signal);
  const pipeline =
    input.pipelineId === undefined ? pipelines[0] : pipelines.find(({ id }) => id === input.pipelineId);
  const stage =
    input.stageId === undefined
      ? pipeline?.stages[0]
      : pipeline?.stages.find(({ id }) => id === input.stageId);
  if (!pipeline || !stage) throw noSuchStage();
  const party = readPartyId(input.partyId ?? '');
  const body = {
    name: input.title,
    pipeline_id: Number(pipeline.id),
    status_id: Number(stage.id),
    ...priceOf(input.amount),
    ...(input.responsibleId === undefined ? {} : { responsible_user_id: Number(input.responsibleId) }),
    ...(await ownFields(account, input)),
    ...(party === undefined ? {} : { _embedded: { [party.kind]: [{ id: party.id }] } }),
  };
  const made = await account.api.send('POST', 'leads', [body], madeOf('leads'), options);
  const id = made._embedded.leads[0]?.id;
  if (id === undefined) throw new AdapterError(manifest.id, 'bug', 'amoCRM did not say what it made.');
  if (input.comment) {
    await account.api.send(
      'POST',
      `leads/${id}/notes`,
      [{ note_type: 'common', params: { text: input.comment } }],
      madeOf('notes'),
      options,
    );
  }
  return existing(account, String(id), options);
}

async function ownFields({ fields }: Amocrm, { closesAt, custom }: Pick<DealPatch, 'closesAt' | 'custom'>) {
  const closing = closesAt === undefined ? undefined : await fields.closing();
  if (closesAt !== undefined && !closing) throw noClosing();
  const values = {
    ...custom,
    ...(closing && closesAt !== undefined ? { [closing.name]: closesAt } : {}),
  };
  if (Object.keys(values).length === 0) return {};
  return { custom_fields_values: customFields(values, await fields.of('leads')) };
}

const noClosing = () =>
  new AdapterError(manifest.id, 'unsupported', 'This amoCRM has no place for the expected day of closing.', {
    hint: 'Make a date field for it in the card of a deal, and name it in the settings of the connection.',
    fields: { closesAt: 'cannot be kept there yet' },
  });

/** amoCRM keeps whole units of the account's currency. */
const priceOf = (amount: { amount: number } | undefined) =>
  amount === undefined ? {} : { price: Math.round(amount.amount) };

const noSuchStage = () =>
  new AdapterError(manifest.id, 'invalid', 'The pipeline has no such stage.', {
    hint: 'Read the pipelines again: stages may have been changed in amoCRM.',
    fields: { stageId: 'is not a stage of the pipeline' },
  });

async function update(account: Amocrm, id: string, patch: DealPatch, options: WriteOptions): Promise<Deal> {
  const deal = await existing(account, id, options);
  const pipelines = await account.pipelines.get(options.signal);
  const pipeline = pipelines.find((one) => one.id === deal.pipeline.id);
  if (patch.stageId !== undefined && !pipeline?.stages.some((stage) => stage.id === patch.stageId))
    throw noSuchStage();
  const body = {
    ...(patch.title === undefined ? {} : { name: patch.title }),
    ...(patch.stageId === undefined
      ? {}
      : { status_id: Number(patch.stageId), pipeline_id: Number(deal.pipeline.id) }),
    ...priceOf(patch.amount),
    ...(patch.responsibleId === undefined ? {} : { responsible_user_id: Number(patch.responsibleId) }),
    ...(await ownFields(account, patch)),
  };
  if (Object.keys(body).length > 0) await account.api.send('PATCH', `leads/${id}`, body, Changed, options);
  return existing(account, id, options);
}

/** The first stage is what the first change came from, or the one in which the deal still is. */
async function history(account: Amocrm, id: string, options: ReadOptions): Promise<StageChange[]> {
  const deal = await get(account, id, options);
  if (!deal) return [];
  const pipelines = await account.pipelines.get(options.signal);
  const params = {
    ...{
      'filter[type]': 'lead_status_changed',
      'filter[entity]': 'lead',
      'filter[entity_id]': [id],
      limit: 100,
    },
  };
  const page = await account.api.get('events', pageOf('events', EventRow), params, options);
  const changes = (page?._embedded.events ?? [])
    .sort((one, other) => one.created_at - other.created_at)
    .flatMap((event) => {
      const [before, after] = [statusOf(event.value_before), statusOf(event.value_after)];
      return after ? [{ before, after, at: iso(event.created_at) }] : [];
    });
  const stage = (status: { id: number; pipeline_id: number }) =>
    stageOf(pipelines, status.pipeline_id, status.id);
  const first = changes[0]?.before;
  return [
    { dealId: id, stage: first ? stage(first) : deal.stage, at: deal.createdAt },
    ...changes.map(({ after, at }) => ({ dealId: id, stage: stage(after), at })),
  ];
}

function statusOf(values: readonly unknown[] | null | undefined) {
  const read = StatusValue.safeParse(values?.[0]);
  return read.success ? read.data.lead_status : undefined;
}
