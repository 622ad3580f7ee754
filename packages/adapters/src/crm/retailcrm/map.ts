/** retailCRM's records and our words. Pure. */
import type { Cart, Order, OrderState, Party, ProductLine, Responsible, Task } from '@ringback/model';
import type { HostUser } from '../contract.ts';
import { joinName } from '../kit/name.ts';
import { fromLocal } from '../local-time.ts';
import { readPhones } from '../phone.ts';
import { manifest } from './manifest.ts';
import type { CartRow, Customer, Manager, OrderRow, TaskRow } from './rows.ts';

const UNKNOWN_TIME = '1970-01-01T00:00:00.000Z';
export const isId = (id: string): boolean => /^\d{1,15}$/.test(id);

export interface MapContext {
  url: string;
  country: string;
  timeZone: string;
  user(id: number | null | undefined): HostUser | undefined;
}

export const timeOf = (
  written: string | null | undefined,
  { timeZone }: Pick<MapContext, 'timeZone'>,
): string | undefined =>
  fromLocal(written ? `${written.replace(' ', 'T')}:00`.slice(0, 19) : undefined, timeZone);

export function recordUrl(url: string, kind: string, id: string): string | undefined {
  if (!isId(id)) return undefined;
  const path = { party: `customers/${id}`, order: `orders/${id}/edit` }[kind as 'party' | 'order'];
  return path && `${url.replace(/\/$/, '')}/${path}`;
}

export function toParty(row: Customer, at: MapContext): Party {
  const made = timeOf(row.createdAt, at) ?? UNKNOWN_TIME;
  const responsible = responsibleOf(at, row.managerId);
  const url = recordUrl(at.url, 'party', String(row.id));
  const legal = row.contragent?.contragentType === 'legal-entity';
  const address = row.address?.text || row.address?.city;
  return {
    system: manifest.id,
    id: String(row.id),
    name: joinName(row.firstName, row.patronymic, row.lastName),
    kind: 'client',
    phones: readPhones(
      (row.phones ?? []).map(({ number }) => number),
      at.country,
    ),
    nature: legal ? 'organization' : 'person',
    ...(row.email ? { email: row.email } : {}),
    ...(row.contragent?.INN ? { taxId: row.contragent.INN } : {}),
    ...(address ? { address } : {}),
    ...(responsible === undefined ? {} : { responsible }),
    ...customOf(row.customFields),
    ...(row.tags && row.tags.length > 0 ? { tags: row.tags.map(({ name }) => name) } : {}),
    ...(url === undefined ? {} : { url }),
    createdAt: made,
    updatedAt: made,
  };
}

function customOf(fields: Customer['customFields']): { custom?: Record<string, string> } {
  if (!fields || Array.isArray(fields)) return {};
  const said = Object.entries(fields).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
  if (said.length === 0) return {};
  return { custom: Object.fromEntries(said.map(([code, value]) => [code, String(value)])) };
}

export function responsibleOf(at: MapContext, id: number | null | undefined): Responsible | undefined {
  if (!id) return undefined;
  const user = at.user(id);
  return {
    id: String(id),
    ...(user ? { name: user.name } : {}),
    ...(user?.email === undefined ? {} : { email: user.email }),
  };
}

/** Whom retailCRM's own rules give the caller to, if he is free; otherwise his manager is known and not available. */
export function routed(party: Party, { manager }: Manager): Party {
  if (manager) {
    const name = joinName(manager.firstName, manager.lastName);
    const responsible: Responsible = {
      ...{ id: String(manager.id), available: true },
      ...(name === '' ? {} : { name }),
      ...(manager.email ? { email: manager.email } : {}),
      ...(manager.code ? { extension: manager.code } : {}),
    };
    return { ...party, responsible };
  }
  return party.responsible ? { ...party, responsible: { ...party.responsible, available: false } } : party;
}

/** Statuses are the account's own; their groups are the same everywhere. */
const STATES: Record<string, OrderState> = { new: 'new', complete: 'delivered', cancel: 'cancelled' };

export function toOrder(
  row: OrderRow,
  statuses: ReadonlyMap<string, { name: string; group: string }>,
  at: MapContext,
): Order {
  const status = statuses.get(row.status);
  const currency = row.currency || 'RUB';
  const url = recordUrl(at.url, 'order', String(row.id));
  const made = timeOf(row.createdAt, at) ?? UNKNOWN_TIME;
  const address = row.delivery?.address?.text;
  return {
    system: manifest.id,
    id: String(row.id),
    number: row.number,
    state: STATES[status?.group ?? ''] ?? 'in-progress',
    stateName: status?.name ?? row.status,
    ...(typeof row.totalSumm === 'number' ? { total: { amount: row.totalSumm, currency } } : {}),
    paid: Boolean(row.fullPaidAt),
    ...(row.customer?.id ? { partyId: String(row.customer.id) } : {}),
    lines: (row.items ?? []).map(({ offer, productName, quantity, initialPrice }) =>
      lineOf({ offer, name: productName, quantity, price: initialPrice, currency }),
    ),
    ...(address ? { deliveryAddress: address } : {}),
    ...(url === undefined ? {} : { url }),
    createdAt: made,
    updatedAt: timeOf(row.statusUpdatedAt, at) ?? made,
  };
}

interface Line {
  offer: NonNullable<OrderRow['items']>[number]['offer'];
  name?: string | null | undefined;
  quantity: number | null | undefined;
  price: number | null | undefined;
  currency: string;
}

function lineOf({ offer, name, quantity, price, currency }: Line): ProductLine {
  return {
    ...(offer?.id ? { productId: String(offer.id) } : {}),
    ...(offer?.article ? { sku: offer.article } : {}),
    name: offer?.displayName || offer?.name || name || '—',
    quantity: quantity ?? 0,
    ...(typeof price === 'number' ? { price: { amount: price, currency } } : {}),
  };
}

export function toCart({ items, currency, link }: CartRow, partyId: string): Cart | undefined {
  if (!items || items.length === 0) return undefined;
  const money = currency || 'RUB';
  return {
    system: manifest.id,
    partyId,
    lines: items.map(({ offer, quantity, price }) => lineOf({ offer, quantity, price, currency: money })),
    ...(link ? { url: link } : {}),
  };
}

export function toTask(row: TaskRow, at: MapContext): Task {
  const made = timeOf(row.createdAt, at) ?? UNKNOWN_TIME;
  const dueAt = timeOf(row.datetime, at);
  const responsible = responsibleOf(at, row.performer);
  return {
    system: manifest.id,
    id: String(row.id),
    title: row.text,
    description: row.commentary ?? '',
    state: row.complete === true ? 'done' : 'open',
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(responsible === undefined ? {} : { responsible }),
    ...(row.customer?.id ? { partyId: String(row.customer.id) } : {}),
    createdAt: made,
    updatedAt: timeOf(row.completedAt, at) ?? made,
  };
}
