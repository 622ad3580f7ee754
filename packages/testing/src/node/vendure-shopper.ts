/** A visitor of a Vendure shop, who puts things into the cart and buys them through the shop's own public API. */
import { createAsk, PROBLEM } from './vendure-graphql.ts';

export interface Buyer {
  firstName: string;
  lastName: string;
  emailAddress: string;
  /** As he types it. */
  phoneNumber: string;
}

export interface VendureShopper {
  addToCart(sku: string, quantity: number): Promise<void>;
  introduce(buyer: Buyer): Promise<void>;
  /** @returns the order's code */
  buy(recipient?: { fullName: string; phoneNumber: string }): Promise<string>;
}

export function createShopper(shopUrl: string): VendureShopper {
  const ask = createAsk(`${shopUrl}/shop-api`);
  return {
    async addToCart(sku, quantity) {
      const { products } = (await ask('{ products { items { variants { id sku } } } }')) as {
        products: { items: { variants: { id: string; sku: string }[] }[] };
      };
      const variant = products.items.flatMap(({ variants }) => variants).find((one) => one.sku === sku);
      if (!variant) throw new Error(`The shop has no ${sku}`);
      await ask(
        `mutation ($id: ID!, $quantity: Int!) {
          addItemToOrder(productVariantId: $id, quantity: $quantity) { __typename ${PROBLEM} }
        }`,
        { id: variant.id, quantity },
      );
    },
    async introduce(input) {
      await ask(
        `mutation ($input: CreateCustomerInput!) { setCustomerForOrder(input: $input) { __typename ${PROBLEM} } }`,
        { input },
      );
    },
    async buy(recipient = { fullName: 'Recipient', phoneNumber: '' }) {
      await ask(
        `mutation ($input: CreateAddressInput!) { setOrderShippingAddress(input: $input) { __typename ${PROBLEM} } }`,
        { input: { ...recipient, streetLine1: 'Khreshchatyk 1', city: 'Kyiv', countryCode: 'UA' } },
      );
      const { eligibleShippingMethods } = (await ask('{ eligibleShippingMethods { id } }')) as {
        eligibleShippingMethods: { id: string }[];
      };
      await ask(
        `mutation ($ids: [ID!]!) { setOrderShippingMethod(shippingMethodId: $ids) { __typename ${PROBLEM} } }`,
        { ids: eligibleShippingMethods.slice(0, 1).map(({ id }) => id) },
      );
      await ask(`mutation { transitionOrderToState(state: "ArrangingPayment") { __typename ${PROBLEM} } }`);
      const { addPaymentToOrder } = (await ask(
        `mutation { addPaymentToOrder(input: { method: "dummy", metadata: {} }) { ...on Order { code } ${PROBLEM} } }`,
      )) as { addPaymentToOrder: { code: string } };
      return addPaymentToOrder.code;
    },
  };
}
