/** What happens in retailCRM: its history of customers is followed, and it calls us when somebody clicks a number or a trigger says so. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { AdapterError } from '../../error.ts';
import type { ChangesGroup, HostChange, InboundRequest } from '../contract.ts';
import { LARGEST_PAGE, type Retailcrm } from './account.ts';
import { manifest } from './manifest.ts';
import { isId } from './map.ts';
import { History } from './rows.ts';

export function createChanges(account: Retailcrm): ChangesGroup {
  return {
    async receive(request) {
      return receive(account, request);
    },
    /** The marker is the last entry of the history that was read. */
    async poll(marker, options) {
      const since = marker !== undefined && isId(marker) ? { 'filter[sinceId]': marker } : {};
      const answer = await account.api.get(
        'customers/history',
        History,
        { limit: LARGEST_PAGE, ...since },
        options,
      );
      const entries = answer?.history ?? [];
      const changes = entries.flatMap(({ id, customer, deleted }): HostChange[] => {
        const type = deleted === true ? 'party.removed' : 'party.changed';
        return customer?.id ? [{ id: `history-${id}`, type, recordId: String(customer.id) }] : [];
      });
      const last = entries.at(-1)?.id;
      return {
        changes,
        marker: last === undefined ? (marker ?? '0') : String(last),
        more: entries.length >= LARGEST_PAGE,
      };
    },
  };
}

/** Calls asked for by a click (`makeCallUrl`), and triggers that send `customer` or `order`. */
function receive({ settings, context }: Retailcrm, { query, body }: InboundRequest): HostChange[] {
  const { clientId: secret } = settings;
  const form = Object.fromEntries(new URLSearchParams(new TextDecoder().decode(body)));
  const told = (name: string): string => query[name] ?? form[name] ?? '';
  if (secret === undefined || !same(told('clientId'), secret)) {
    throw new AdapterError(
      manifest.id,
      'unauthorized',
      'The request does not carry the client ID of this account.',
      {
        hint: 'Register the module anew, or enter the client ID of the settings into the trigger.',
      },
    );
  }
  const [phone, customer, order] = [told('phone'), told('customer'), told('order')];
  const when = told('at');
  if (isId(customer))
    return [{ id: `customer-${customer}-${when}`, type: 'party.changed', recordId: customer }];
  if (isId(order)) return [{ id: `order-${order}-${when}`, type: 'order.changed', recordId: order }];
  if (phone === '') return [];
  const [userId, code] = [told('userId'), told('code')];
  const user = userId || code;
  const request = { number: phone, ...(user === '' ? {} : { userId: user }) };
  // A click has no name of its own: the same number once more is another wish.
  return [{ id: `dial-${context.newId()}`, type: 'dial.requested', request }];
}

const hashOf = (value: string): Buffer => createHash('sha256').update(value).digest();

/** Hashed first, because the comparison in constant time wants equal lengths. */
function same(one: string, other: string): boolean {
  return timingSafeEqual(hashOf(one), hashOf(other));
}
