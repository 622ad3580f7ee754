import type { Money, Order, ProductLine } from '@ringback/model';
import type { ShopGroup } from '../contract.ts';
import { joinName } from '../kit/name.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { ifThere, type RestApi, SYSTEM } from './api.ts';
import type { RestDefinition } from './definition.ts';
import { numberAt, recordsAt, textAt, textsAt, timeAt, valuesAt } from './path.ts';
import { fillText } from './template.ts';

type Orders = NonNullable<RestDefinition['orders']>;

export function createShop(api: RestApi, orders: Orders): ShopGroup {
  return {
    async orders({ partyId, cursor, limit = 50 }, options = {}) {
      const skip = rowsRead(cursor);
      const values = { partyId, skip, limit, page: Math.floor(skip / limit) + 1 };
      const answer = await api.ask('orders.list', orders.list, values, options);
      const items = recordsAt(answer, orders.list.at).map((record) => orderOf(record, orders, partyId));
      return pageOf(items, { skip, limit });
    },
    async order(id, options = {}) {
      const answer = await ifThere(() => api.ask('orders.get', orders.get, { id }, options));
      const [record] = recordsAt(answer, orders.get.at);
      return record ? orderOf(record, orders) : undefined;
    },
  };
}

function orderOf(record: object, { fields, states = {}, page }: Orders, asked?: string): Order {
  const id = textAt(record, fields.id) ?? '';
  const currency =
    typeof fields.currency === 'string'
      ? (textAt(record, fields.currency) ?? '')
      : String(fields.currency.value);
  const money = (amount: number | undefined): Money | undefined =>
    amount === undefined ? undefined : { amount, currency };
  const stateName = textAt(record, fields.stateName) ?? '';
  const total = money(numberAt(record, fields.total));
  const partyId = textAt(record, fields.partyId) ?? asked;
  const address = joinName(
    ...(fields.deliveryAddress === undefined ? [] : textsAt(record, fields.deliveryAddress)),
  );
  const paid = fields.paid === undefined ? undefined : valuesAt(record, fields.paid)[0];
  const createdAt = timeAt(record, fields.createdAt) ?? '1970-01-01T00:00:00.000Z';
  const url = page === undefined ? undefined : fillText(page, { id }, encodeURIComponent);
  return {
    system: SYSTEM,
    id,
    number: textAt(record, fields.number) ?? id,
    state: states[stateName] ?? 'in-progress',
    stateName,
    ...(total === undefined ? {} : { total }),
    ...(typeof paid === 'boolean' ? { paid } : {}),
    ...(partyId === undefined ? {} : { partyId }),
    lines: linesOf(record, fields.lines, money),
    ...(address === '' ? {} : { deliveryAddress: address }),
    ...(url === undefined ? {} : { url }),
    createdAt,
    updatedAt: timeAt(record, fields.updatedAt) ?? createdAt,
  };
}

function linesOf(
  record: object,
  fields: Orders['fields']['lines'],
  money: (amount: number | undefined) => Money | undefined,
): ProductLine[] {
  if (!fields) return [];
  return recordsAt(record, fields.at).map((line) => {
    const price = money(numberAt(line, fields.price));
    const sku = textAt(line, fields.sku);
    return {
      name: textAt(line, fields.name) ?? '',
      quantity: numberAt(line, fields.quantity) ?? 0,
      ...(sku === undefined ? {} : { sku }),
      ...(price === undefined ? {} : { price }),
    };
  });
}
