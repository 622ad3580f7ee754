/** What a shop knows of its customer. */
import assert from 'node:assert/strict';
import { Cart, Order, ViewedProduct } from '@ringback/model';
import type { ShopGroup } from '../crm/contract.ts';
import type { CrmRun } from './crm-run.ts';
import { there } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

const LAMP = { name: 'Лампа дубова 💡', sku: 'LAMP-1', quantity: 2, price: 450.5 };
const TABLE = { name: 'Стіл', sku: 'TABLE-7', quantity: 1, price: 3000 };

export function shopTests({ it }: SuiteRunner, suite: CrmRun): void {
  const can = (name: (typeof suite.manifest.capabilities)[number]) =>
    suite.manifest.capabilities.includes(name);
  const shop = <T>(work: (group: Required<ShopGroup>) => Promise<T>): Promise<T> =>
    suite.run((crm) => work(there(crm.shop) as Required<ShopGroup>));

  it('tells the orders of a customer with what is in them, and of nobody else', async () => {
    const seed = there(suite.harness.seed.order);
    const [partyId, other] = [await suite.seed(), await suite.seed()];
    const id = await seed({ number: '1042', partyId, lines: [LAMP, TABLE] });
    await seed({ number: '1043', partyId: other, lines: [TABLE] });
    const { items } = await shop(({ orders }) => orders({ partyId }));
    for (const order of items) Order.parse(order);
    assert.deepEqual(
      items.map((order) => order.id),
      [id],
    );
    const [order] = items;
    assert.equal(order?.number, '1042');
    assert.deepEqual(
      order?.lines.map(({ name, quantity, price }) => [name, quantity, price?.amount]),
      [
        [LAMP.name, 2, 450.5],
        [TABLE.name, 1, 3000],
      ],
    );
    assert.equal(order?.total?.amount, 3901);
    assert.deepEqual(await shop(({ order: read }) => read(id)), order);
    assert.equal(await shop(({ order: read }) => read('999999999')), undefined);
  });

  it('gives many orders page by page, each once', async () => {
    const partyId = await suite.seed();
    for (let i = 0; i < 7; i += 1)
      await there(suite.harness.seed.order)({ number: `20${i}`, partyId, lines: [LAMP] });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await shop(({ orders }) =>
        orders({ partyId, limit: 3, ...(cursor === undefined ? {} : { cursor }) }),
      );
      assert.ok(page.items.length <= 3);
      seen.push(...page.items.map(({ number }) => number));
      cursor = page.next;
    } while (cursor !== undefined);
    assert.equal(seen.length, 7);
    assert.equal(new Set(seen).size, 7);
  });

  if (can('shop.cart')) {
    it('tells what lies in the cart', async () => {
      const [partyId, other] = [await suite.seed(), await suite.seed()];
      await there(suite.harness.seed.cart)(partyId, [LAMP]);
      const cart = there(await shop(({ cart: read }) => read(partyId)));
      Cart.parse(cart);
      assert.deepEqual(
        cart.lines.map(({ name, quantity }) => [name, quantity]),
        [[LAMP.name, 2]],
      );
      assert.equal(await shop(({ cart: read }) => read(other)), undefined);
    });
  }

  if (can('shop.viewed')) {
    it('tells what he looked at', async () => {
      const [partyId, other] = [await suite.seed(), await suite.seed()];
      await there(suite.harness.seed.viewed)(partyId, ['Лампа дубова', 'Стіл']);
      const viewed = await shop(({ viewed: read }) => read(partyId));
      for (const one of viewed) ViewedProduct.parse(one);
      assert.deepEqual(viewed.map(({ product }) => product.name).sort(), ['Лампа дубова', 'Стіл']);
      assert.deepEqual(await shop(({ viewed: read }) => read(other)), []);
    });
  }
}
