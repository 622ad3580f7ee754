/** amoCRM's records and our words. Pure. */
import type { Communication, Deal, Party, Pipeline, Responsible, Stage, Task } from '@ringback/model';
import type { HostUser } from '../contract.ts';
import { readPhones } from '../phone.ts';
import { customOf, timeOf } from './fields.ts';
import { manifest } from './manifest.ts';
import type { CustomField, LeadRow, NoteRow, Person, PipelineRow, TaskRow } from './rows.ts';

/** The same two in every pipeline of every account. */
export const WON = 142;
export const LOST = 143;
/** Statuses of this type hold what nobody has taken yet. */
const UNSORTED_TYPE = 1;

export type PersonKind = 'contacts' | 'companies';

export interface MapContext {
  url: string;
  country: string;
  user(id: number | null | undefined): HostUser | undefined;
}

export const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();
export const seconds = (at: string): number => Math.floor(Date.parse(at) / 1000);

/** Contacts and companies count their ids each for itself. */
const COMPANY = 'company-';
export const partyId = (kind: PersonKind, id: number): string =>
  kind === 'companies' ? `${COMPANY}${id}` : String(id);

export function readPartyId(id: string): { kind: PersonKind; id: number } | undefined {
  const kind: PersonKind = id.startsWith(COMPANY) ? 'companies' : 'contacts';
  const digits = kind === 'companies' ? id.slice(COMPANY.length) : id;
  return /^\d{1,15}$/.test(digits) ? { kind, id: Number(digits) } : undefined;
}

export function recordUrl(url: string, kind: string, id: string): string | undefined {
  const root = url.replace(/\/$/, '');
  const party = kind === 'party' ? readPartyId(id) : undefined;
  if (party) return `${root}/${party.kind}/detail/${party.id}`;
  return kind === 'deal' && /^\d{1,15}$/.test(id) ? `${root}/leads/detail/${id}` : undefined;
}

const valuesOf = (fields: readonly CustomField[] | null | undefined, code: string): string[] =>
  (fields ?? [])
    .filter((field) => field.field_code === code)
    .flatMap(({ values }) => values.map(({ value }) => String(value)));

export function responsibleOf(at: MapContext, id: number | null | undefined): Responsible | undefined {
  if (!id) return undefined;
  const user = at.user(id);
  return {
    id: String(id),
    ...(user ? { name: user.name } : {}),
    ...(user?.email === undefined ? {} : { email: user.email }),
  };
}

export function toParty(
  row: Person,
  kind: PersonKind,
  at: MapContext,
  companies: ReadonlyMap<number, string>,
  taxField?: string,
): Party {
  const id = partyId(kind, row.id);
  const [email] = valuesOf(row.custom_fields_values, 'EMAIL');
  const responsible = responsibleOf(at, row.responsible_user_id);
  const company = kind === 'contacts' ? row._embedded?.companies?.[0]?.id : undefined;
  const taxId = row.custom_fields_values
    ?.find(({ field_id }) => taxField !== undefined && String(field_id) === taxField)
    ?.values.map(({ value }) => String(value).trim())[0];
  const tags = (row._embedded?.tags ?? []).map(({ name }) => name);
  const url = recordUrl(at.url, 'party', id);
  return {
    system: manifest.id,
    id,
    name: row.name ?? '',
    kind: 'client',
    phones: readPhones(valuesOf(row.custom_fields_values, 'PHONE'), at.country),
    nature: kind === 'companies' ? 'organization' : 'person',
    ...(email === undefined ? {} : { email }),
    ...(taxId ? { taxId } : {}),
    ...(responsible === undefined ? {} : { responsible }),
    ...(company === undefined
      ? {}
      : { organization: { id: partyId('companies', company), name: companies.get(company) ?? '' } }),
    ...(tags.length === 0 ? {} : { tags }),
    ...customOf(row.custom_fields_values),
    ...(url === undefined ? {} : { url }),
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
  };
}

export const field = (code: 'PHONE' | 'EMAIL', values: readonly string[]) => ({
  field_code: code,
  values: values.map((value) => ({ value, enum_code: 'WORK' })),
});

export function toPipeline(row: PipelineRow): Pipeline {
  const bySort = <T extends { sort?: number | null | undefined }>(rows: readonly T[]): T[] =>
    [...rows].sort((one, other) => (one.sort ?? 0) - (other.sort ?? 0));
  const stages = bySort(row._embedded.statuses)
    .filter(({ type }) => type !== UNSORTED_TYPE)
    .map((status): Stage => ({ id: String(status.id), name: status.name, outcome: outcomeOf(status.id) }));
  return { id: String(row.id), name: row.name, stages };
}

const outcomeOf = (id: number): Stage['outcome'] => (id === WON ? 'won' : id === LOST ? 'lost' : 'open');

export interface DealWords {
  pipelines: readonly Pipeline[];
  currency: string;
  contactName: string | undefined;
  /** Number of the field in which deals keep the day on which they should be closed. */
  closing: string | undefined;
}

export function stageOf(pipelines: readonly Pipeline[], pipelineId: number, statusId: number): Stage {
  const stages = pipelines.find(({ id }) => id === String(pipelineId))?.stages ?? [];
  return (
    stages.find(({ id }) => id === String(statusId)) ?? {
      id: String(statusId),
      name: '',
      outcome: outcomeOf(statusId),
    }
  );
}

export const mainContact = (row: LeadRow): number | undefined => {
  const contacts = row._embedded?.contacts ?? [];
  return (contacts.find(({ is_main }) => is_main === true) ?? contacts[0])?.id;
};

export function toDeal(row: LeadRow, words: DealWords, at: MapContext): Deal {
  const { pipelines, currency, contactName } = words;
  const pipeline = pipelines.find(({ id }) => id === String(row.pipeline_id));
  const responsible = responsibleOf(at, row.responsible_user_id);
  const contact = mainContact(row);
  const url = recordUrl(at.url, 'deal', String(row.id));
  return {
    system: manifest.id,
    id: String(row.id),
    title: row.name ?? '',
    pipeline: { id: String(row.pipeline_id), name: pipeline?.name ?? '' },
    stage: stageOf(pipelines, row.pipeline_id, row.status_id),
    ...(row.price ? { amount: { amount: row.price, currency } } : {}),
    ...(contact === undefined
      ? {}
      : { party: { id: partyId('contacts', contact), name: contactName ?? '' } }),
    ...(responsible === undefined ? {} : { responsible }),
    ...closesAtOf(row, words),
    ...customOf(row.custom_fields_values),
    ...(url === undefined ? {} : { url }),
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
  };
}

/** amoCRM knows when a deal was closed; when it should be, only a field of the account's own says. */
function closesAtOf(row: LeadRow, { closing }: DealWords): { closesAt?: string } {
  const field = row.custom_fields_values?.find(({ field_id }) => String(field_id) === closing);
  const closesAt = row.closed_at ? iso(row.closed_at) : timeOf(field?.values[0]?.value);
  return closesAt === undefined ? {} : { closesAt };
}

/** amoCRM has one text: its first line is the title. */
export function toTask(row: TaskRow, at: MapContext): Task {
  const [title = '', ...rest] = (row.text ?? '').split('\n');
  const responsible = responsibleOf(at, row.responsible_user_id);
  const { entity_id: id, entity_type: kind } = row;
  const person = kind === 'contacts' || kind === 'companies' ? kind : undefined;
  return {
    system: manifest.id,
    id: String(row.id),
    title,
    description: rest.join('\n'),
    state: row.is_completed ? 'done' : 'open',
    dueAt: iso(row.complete_till),
    ...(responsible === undefined ? {} : { responsible }),
    ...(id && person ? { partyId: partyId(person, id) } : {}),
    ...(id && kind === 'leads' ? { dealId: String(id) } : {}),
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
  };
}

export const taskText = (title: string, description: string): string =>
  description === '' ? title : `${title}\n${description}`;

const CALL_NOTES: Record<string, 'in' | 'out'> = { call_in: 'in', call_out: 'out' };

export function toCommunication(row: NoteRow, about: { partyId?: string; dealId?: string }): Communication {
  const direction = CALL_NOTES[row.note_type];
  const { params } = row;
  const kinds: Record<string, Communication['kind']> = {
    sms_in: 'message',
    sms_out: 'message',
    amomail_message: 'mail',
  };
  const letter = row.note_type === 'amomail_message' ? params : undefined;
  return {
    system: manifest.id,
    id: String(row.id),
    kind: direction === undefined ? (kinds[row.note_type] ?? 'note') : 'call',
    ...(direction === undefined ? {} : { direction }),
    ...(letter ? { direction: letter.income === false ? ('out' as const) : ('in' as const) } : {}),
    ...(letter?.subject ? { title: letter.subject } : {}),
    at: iso(row.created_at),
    ...(direction !== undefined && typeof params?.duration === 'number'
      ? { durationSeconds: params.duration }
      : {}),
    text:
      (letter ? letter.content_summary : direction === undefined ? params?.text : params?.call_result) ?? '',
    ...(typeof params?.call_responsible === 'string' ? { author: params.call_responsible } : {}),
    ...about,
    ...(direction !== undefined && params?.uniq && /^[\w-]{1,64}$/.test(params.uniq)
      ? { callId: params.uniq }
      : {}),
    ...(params?.link ? { recordingUrl: params.link } : {}),
  };
}
