/** What the shop knows of whoever is on the card. */
import {
  CartAnswer,
  OrderPage,
  OrderQuery,
  RingbackError,
  ShopCustomer,
  ViewedAnswer,
} from '@ringback/model';
import type { FastifyRequest } from 'fastify';
import type { ShopCustomerOf } from '../../crm/customer-shop.ts';
import { present } from '../../present.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import type { App } from '../types.ts';

const shared = { tags: ['Shop'], security: SIGNED_IN };

export function shopRoutes(app: App, { shop, calls, hub }: HttpDeps, guards: Guards): void {
  const onRequest = guards.agent('parties.read');

  /** A call of which the agent may know says whose number it is; the number itself need not be shown to him. */
  async function whose(request: FastifyRequest, asked: ShopCustomer): Promise<ShopCustomerOf> {
    const { system = hub.recordOf('parties')?.manifest.id, partyId, callId } = asked;
    if (callId === undefined && partyId === undefined)
      throw new RingbackError('invalid', 'Whose orders?', {
        fields: { partyId: 'give this one, or `callId`' },
      });
    const call = callId === undefined ? undefined : (await calls.get(identityOf(request).agent, callId)).call;
    const given = system === undefined || partyId === undefined ? undefined : { system, id: partyId };
    const party = given ?? call?.party;
    return { ...(party ? { party } : {}), ...(call ? { number: call.number } : {}) };
  }

  app.get(
    '/shop/orders',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Orders of a customer, newest first',
        querystring: OrderQuery,
        response: answers({ 200: OrderPage }),
      },
    },
    async (request) => {
      const { cursor, limit = 10 } = request.query;
      return shop.orders(await whose(request, request.query), { limit, ...present({ cursor }) });
    },
  );
  app.get(
    '/shop/cart',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'What lies in a customer’s cart',
        querystring: ShopCustomer,
        response: answers({ 200: CartAnswer }),
      },
    },
    async (request) => ({ cart: (await shop.cart(await whose(request, request.query))) ?? null }),
  );
  app.get(
    '/shop/viewed',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'What a customer looked at, newest first',
        querystring: ShopCustomer,
        response: answers({ 200: ViewedAnswer }),
      },
    },
    async (request) => shop.viewed(await whose(request, request.query)),
  );
}
