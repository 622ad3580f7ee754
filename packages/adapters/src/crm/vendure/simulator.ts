/** Vendure's simulator as the conformance suite wants it. */
import {
  type CrmHarness,
  createMemoryKept,
  createMemoryPhoneIndex,
  createTestContext,
  createVirtualClock,
  type SeedLine,
} from '../../testing/index.ts';
import { callIdOf } from '../kit/call-note.ts';
import { splitName } from '../kit/name.ts';
import { createVendure } from './index.ts';
import { createVendureSimulator, type SimulatedOrder } from './simulated-shop.ts';

const SECRET = 'canary-vendure-3f81';
const URL = 'http://127.0.0.1:3000';

export function createVendureHarness(): CrmHarness {
  const clock = createVirtualClock();
  const simulator = createVendureSimulator({ clock, username: 'ringback', password: SECRET });
  const { http, wire, customers, orders, notes } = simulator;
  const shared = { clock, http, kept: createMemoryKept(), phones: createMemoryPhoneIndex() };
  const context = createTestContext(shared);
  const settings = { url: URL, username: 'ringback', password: SECRET };
  const crm = createVendure(settings, context);

  function customer(name: string, phoneNumber: string, email?: string): string {
    const { first, last } = splitName(name);
    const emailAddress = email ?? `somebody-${simulator.newId()}@example.com`;
    const made = simulator.addCustomer({ firstName: first, lastName: last, phoneNumber, emailAddress });
    if (!('id' in made)) throw new Error(made.message);
    return made.id;
  }

  function order(partyId: string, lines: readonly SeedLine[], more: Partial<SimulatedOrder>): SimulatedOrder {
    const at = simulator.time();
    const made: SimulatedOrder = {
      ...{ id: simulator.newId(), code: 'CODE', state: 'PaymentSettled', active: false },
      ...{ createdAt: at, updatedAt: at, orderPlacedAt: at, currencyCode: 'UAH' },
      totalWithTax: Math.round(lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0) * 100),
      customer: customers.get(partyId) ?? null,
      ...{ shippingAddress: null, billingAddress: null, payments: [] },
      lines: lines.map(({ name, sku, quantity, price }) => ({
        quantity,
        unitPriceWithTax: Math.round(price * 100),
        productVariant: { sku, name, productId: '1', featuredAsset: null, stockLevels: [] },
      })),
      ...more,
    };
    orders.set(made.id, made);
    return made;
  }

  return {
    crm,
    another: () => createVendure(settings, createTestContext(shared)),
    clock,
    kind: 'client',
    wire,
    http,
    secret: SECRET,
    logged: context.logged,
    misconfigured: () => createVendure({ ...settings, password: 'wrong' }, context),
    close: async () => undefined,
    seed: {
      party: async ({ name, phones, email }) => customer(name, phones.join(', '), email),
      async many(count) {
        const numbers = Array.from({ length: count }, (_, index) => `+38063${1_000_000 + index}`);
        for (const [index, number] of numbers.entries()) customer(`Покупець ${index}`, number);
        return numbers;
      },
      order: async ({ number, partyId, recipientPhone = null, lines }) =>
        order(partyId, lines, {
          code: number,
          shippingAddress: { fullName: 'Отримувач', phoneNumber: recipientPhone },
        }).id,
      async cart(partyId, lines) {
        order(partyId, lines, { active: true, state: 'AddingItems', orderPlacedAt: null });
      },
    },
    host: {
      loggedCalls: async () =>
        notes
          .filter(({ data }) => callIdOf(data.note) !== undefined)
          .map(({ data: { note }, customerId }) => ({
            callId: callIdOf(note) ?? '',
            text: note,
            partyIds: [customerId],
            dealIds: [],
            recorded: note.includes('https://calls.example/recordings/1'),
          })),
      async editCallText(callId, text) {
        const note = notes.find(({ data }) => callIdOf(data.note) === callId);
        if (note) note.data.note = `${text}\n${note.data.note}`;
      },
      comments: async (id) =>
        notes
          .filter(({ customerId, data }) => customerId === id && callIdOf(data.note) === undefined)
          .map(({ data }) => data.note),
      remove: async (id) => void customers.delete(id),
      async rename(id, name) {
        const { first, last } = splitName(name);
        const known = customers.get(id);
        if (known) Object.assign(known, { firstName: first, lastName: last, updatedAt: simulator.time() });
      },
    },
  };
}
