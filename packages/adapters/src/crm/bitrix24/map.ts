/** Pure functions between Bitrix24's records and ours, tested as tables. */
import type {
  Deal,
  Lead,
  LeadStatus,
  Party,
  PartyInput,
  Pipeline,
  Responsible,
  Stage,
  Task,
} from '@ringback/model';
import * as z from 'zod/mini';
import { readPhones } from '../phone.ts';
import { manifest } from './manifest.ts';
import type { Params } from './wire.ts';

/** `entityTypeId` of the CRM, and the letters under which tasks know them. */
export const ENTITIES = {
  lead: { typeId: 1, letter: 'L', page: 'lead' },
  deal: { typeId: 2, letter: 'D', page: 'deal' },
  contact: { typeId: 3, letter: 'C', page: 'contact' },
  company: { typeId: 4, letter: 'CO', page: 'company' },
} as const;
export type Entity = keyof typeof ENTITIES;

/** Kinds of parties. */
export const PARTY_KINDS = ['lead', 'client', 'supplier', 'partner', 'other'] as const;

/** What a party can be there. */
export const PARTY_ENTITIES = ['contact', 'company', 'lead'] as const;
export type PartyEntity = (typeof PARTY_ENTITIES)[number];

const text = z.optional(z.nullable(z.string()));
const number = z.optional(z.nullable(z.union([z.number(), z.pipe(z.string(), z.transform(Number))])));

export const Item = z.looseObject({
  id: z.coerce.number(),
  title: text,
  name: text,
  secondName: text,
  lastName: text,
  typeId: text,
  stageId: text,
  stageSemanticId: text,
  statusDescription: text,
  sourceDescription: text,
  categoryId: number,
  opportunity: number,
  currencyId: text,
  probability: number,
  closedate: text,
  assignedById: number,
  contactId: number,
  companyId: number,
  createdTime: text,
  updatedTime: text,
  originId: text,
  fm: z.optional(
    z.nullable(z.array(z.object({ typeId: z.string(), value: z.optional(z.nullable(z.string())) }))),
  ),
});
export type Item = z.infer<typeof Item>;

export interface MapContext {
  country: string;
  portal: string;
  users: ReadonlyMap<string, Responsible>;
}

export interface PartyRecord {
  entity: PartyEntity;
  id: number;
}

export const partyId = ({ entity, id }: PartyRecord): string => `${entity}-${id}`;

export function readPartyId(id: string): PartyRecord | undefined {
  const [, entity, digits] = /^(contact|company|lead)-(\d{1,12})$/.exec(id) ?? [];
  return entity === undefined ? undefined : { entity: entity as PartyEntity, id: Number(digits) };
}

/** Ids of deals, leads and tasks are their numbers. */
export const readId = (id: string): number | undefined => (/^\d{1,12}$/.test(id) ? Number(id) : undefined);

export const pageOf = (portal: string, entity: Entity, id: number | string): string =>
  `${portal}/crm/${ENTITIES[entity].page}/details/${id}/`;

/** Bitrix24 writes its own time zone; ours is UTC. */
export function toIso(time: string | null | undefined): string | undefined {
  const at = time === null || time === undefined || time === '' ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

const EPOCH = new Date(0).toISOString();
const times = ({ createdTime, updatedTime }: Item) => ({
  createdAt: toIso(createdTime) ?? EPOCH,
  updatedAt: toIso(updatedTime) ?? toIso(createdTime) ?? EPOCH,
});

/** Kinds of contacts and companies as a new portal has them. */
const KINDS: Record<string, string> = {
  CLIENT: 'client',
  CUSTOMER: 'client',
  SUPPLIER: 'supplier',
  PARTNER: 'partner',
  OTHER: 'other',
};
const TYPES: Record<'contact' | 'company', Record<string, string>> = {
  contact: { client: 'CLIENT', supplier: 'SUPPLIER', partner: 'PARTNER', other: 'OTHER' },
  company: { client: 'CUSTOMER', supplier: 'SUPPLIER', partner: 'PARTNER', other: 'OTHER' },
};

export function nameOf(entity: PartyEntity, item: Item): string {
  const person = [item.name, item.secondName, item.lastName].filter(Boolean).join(' ');
  const name = entity === 'company' ? item.title : person || item.title;
  return name || `№ ${item.id}`;
}

const values = (item: Item, typeId: string) =>
  (item.fm ?? []).filter((one) => one.typeId === typeId).map(({ value }) => value);

/** Fields of the firm's own that say something, by the portal's names. */
export function customOf(item: Item): { custom?: Record<string, string> } {
  const said = Object.entries(item).filter(
    ([name, value]) => name.startsWith('ufCrm') && !['', null, undefined].includes(value as string),
  );
  if (said.length === 0) return {};
  return { custom: Object.fromEntries(said.map(([name, value]) => [name, String(value)])) };
}

export function toParty(entity: PartyEntity, item: Item, { country, portal, users }: MapContext): Party {
  const email = values(item, 'EMAIL').find(Boolean);
  const responsible = responsibleOf(item.assignedById, users);
  return {
    system: manifest.id,
    id: partyId({ entity, id: item.id }),
    name: nameOf(entity, item),
    kind: entity === 'lead' ? 'lead' : (KINDS[item.typeId ?? ''] ?? 'other'),
    nature: entity === 'company' ? 'organization' : 'person',
    phones: readPhones(values(item, 'PHONE'), country),
    ...(email ? { email } : {}),
    ...(responsible ? { responsible } : {}),
    url: pageOf(portal, entity, item.id),
    ...customOf(item),
    ...times(item),
  };
}

export function responsibleOf(
  id: number | string | null | undefined,
  users: ReadonlyMap<string, Responsible>,
): Responsible | undefined {
  if (id === null || id === undefined || Number(id) === 0) return undefined;
  return users.get(String(id)) ?? { id: String(id) };
}

/** A name goes into two fields: the first word, and the rest. */
export function nameFields(entity: PartyEntity, name: string): Params {
  if (entity === 'company') return { title: name };
  const [first = '', ...rest] = name.split(' ');
  const fields = { name: first, lastName: rest.join(' ') };
  return entity === 'lead' ? { title: name, ...fields } : fields;
}

export const kindFields = (entity: PartyEntity, kind: string): Params =>
  entity === 'lead' ? {} : { typeId: TYPES[entity][kind] ?? 'OTHER' };

export const phoneField = (value: string) => ({ typeId: 'PHONE', valueType: 'WORK', value });
export const emailField = (value: string) => ({ typeId: 'EMAIL', valueType: 'WORK', value });

/** Who is only interested becomes a lead there; a firm a company; everybody else a contact. */
export function entityOf({ kind, nature }: Pick<PartyInput, 'kind' | 'nature'>): PartyEntity {
  if (kind === 'lead') return 'lead';
  return nature === 'organization' ? 'company' : 'contact';
}

export const Status = z.looseObject({
  ENTITY_ID: z.string(),
  STATUS_ID: z.string(),
  NAME: z.string(),
  SORT: z.coerce.number(),
  SEMANTICS: z.optional(z.nullable(z.string())),
  EXTRA: z.optional(z.unknown()),
});
export type Status = z.infer<typeof Status>;

function semanticsOf({ SEMANTICS, EXTRA }: Status): string {
  const extra = (EXTRA as { SEMANTICS?: string } | null | undefined)?.SEMANTICS;
  return SEMANTICS ?? extra ?? '';
}

export function toStage(status: Status): Stage {
  const outcome = { S: 'won', F: 'lost', success: 'won', failure: 'lost' }[semanticsOf(status)] as
    'won' | 'lost' | undefined;
  return { id: status.STATUS_ID, name: status.NAME, outcome: outcome ?? 'open' };
}

export function toLeadStatus(status: Status): LeadStatus {
  const outcome = { S: 'converted', F: 'rejected', success: 'converted', failure: 'rejected' }[
    semanticsOf(status)
  ] as 'converted' | 'rejected' | undefined;
  return { id: status.STATUS_ID, name: status.NAME, outcome: outcome ?? 'open' };
}

/** `DEAL_STAGE` of the first pipeline, `DEAL_STAGE_7` of the others. */
export const stagesOf = (categoryId: number | string): string =>
  Number(categoryId) === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${categoryId}`;

export function toDeal(
  item: Item,
  { pipelines, users, portal }: MapContext & { pipelines: readonly Pipeline[] },
): Deal {
  const pipelineId = String(item.categoryId ?? 0);
  const pipeline = pipelines.find(({ id }) => id === pipelineId);
  const stage = pipeline?.stages.find(({ id }) => id === item.stageId);
  const responsible = responsibleOf(item.assignedById, users);
  const closesAt = toIso(item.closedate);
  const party = partyOf(item);
  return {
    system: manifest.id,
    id: String(item.id),
    title: item.title || `№ ${item.id}`,
    pipeline: { id: pipelineId, name: pipeline?.name ?? pipelineId },
    stage: stage ?? { id: item.stageId || '?', name: item.stageId || '?', outcome: outcomeOf(item) },
    ...(item.opportunity && item.currencyId
      ? { amount: { amount: item.opportunity, currency: item.currencyId } }
      : {}),
    ...(typeof item.probability === 'number' ? { probability: item.probability } : {}),
    ...(party ? { party } : {}),
    ...(responsible ? { responsible } : {}),
    ...(closesAt === undefined ? {} : { closesAt }),
    url: pageOf(portal, 'deal', item.id),
    ...customOf(item),
    ...times(item),
  };
}

const outcomeOf = ({ stageSemanticId }: Item) =>
  stageSemanticId === 'S'
    ? ('won' as const)
    : stageSemanticId === 'F'
      ? ('lost' as const)
      : ('open' as const);

/** The deal's contact, else its company; the name is not in the record. */
function partyOf({ contactId, companyId }: Item): { id: string; name: string } | undefined {
  if (contactId) return { id: partyId({ entity: 'contact', id: contactId }), name: '' };
  return companyId ? { id: partyId({ entity: 'company', id: companyId }), name: '' } : undefined;
}

export function toLead(item: Item, context: MapContext & { statuses: readonly LeadStatus[] }): Lead {
  const { country, statuses, users, portal } = context;
  const responsible = responsibleOf(item.assignedById, users);
  const status = statuses.find(({ id }) => id === item.stageId);
  const party = partyOf(item);
  const email = values(item, 'EMAIL').find(Boolean);
  return {
    system: manifest.id,
    id: String(item.id),
    title: item.title || `№ ${item.id}`,
    name: nameOf('lead', item),
    phones: readPhones(values(item, 'PHONE'), country),
    ...(email ? { email } : {}),
    status: status ?? { id: item.stageId || '?', name: item.stageId || '?', outcome: 'open' },
    ...(item.sourceDescription ? { source: item.sourceDescription } : {}),
    ...(item.statusDescription ? { rejectReason: item.statusDescription } : {}),
    ...(party ? { party } : {}),
    ...(responsible ? { responsible } : {}),
    url: pageOf(portal, 'lead', item.id),
    ...customOf(item),
    ...times(item),
  };
}

export const BitrixTask = z.looseObject({
  id: z.coerce.string(),
  title: z.string(),
  description: text,
  deadline: text,
  status: z.coerce.number(),
  responsibleId: z.optional(z.coerce.string()),
  ufCrmTask: z.optional(z.union([z.array(z.string()), z.literal(false), z.null()])),
  createdDate: text,
  changedDate: text,
});
export type BitrixTask = z.infer<typeof BitrixTask>;

/** 2 pending, 3 in progress, 4 supposedly done, 5 done, 6 deferred, 7 declined. */
const TASK_STATES: Record<number, Task['state']> = {
  3: 'in-progress',
  4: 'in-progress',
  5: 'done',
  7: 'cancelled',
};

export function toTask(task: BitrixTask, { portal, users }: Pick<MapContext, 'portal' | 'users'>): Task {
  const links = task.ufCrmTask || [];
  const responsible = responsibleOf(task.responsibleId, users);
  const dueAt = toIso(task.deadline);
  const party = partyOfLinks(links);
  const deal = links.find((link) => link.startsWith('D_'));
  return {
    system: manifest.id,
    id: task.id,
    title: task.title,
    description: task.description ?? '',
    state: TASK_STATES[task.status] ?? 'open',
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(responsible ? { responsible } : {}),
    ...(party === undefined ? {} : { partyId: party }),
    ...(deal === undefined ? {} : { dealId: deal.slice(2) }),
    url: `${portal}/company/personal/user/${task.responsibleId ?? 0}/tasks/task/view/${task.id}/`,
    createdAt: toIso(task.createdDate) ?? EPOCH,
    updatedAt: toIso(task.changedDate) ?? toIso(task.createdDate) ?? EPOCH,
  };
}

function partyOfLinks(links: readonly string[]): string | undefined {
  for (const entity of PARTY_ENTITIES) {
    const prefix = `${ENTITIES[entity].letter}_`;
    const link = links.find((one) => one.startsWith(prefix));
    if (link) return partyId({ entity, id: Number(link.slice(prefix.length)) });
  }
  return undefined;
}

/** `C_5` of `contact-5`. */
export function linkOf(party: PartyRecord): string {
  return `${ENTITIES[party.entity].letter}_${party.id}`;
}
