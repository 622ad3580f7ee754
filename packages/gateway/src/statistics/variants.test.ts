import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRig, type Rig, site } from '../calls/calls.fixtures.ts';
import { compareVariants } from './variants.ts';

const shop = { ...site, variants: [{ id: 'plain' }, { id: 'warm' }] };
let rig: Rig;
beforeEach(async () => {
  rig = await createRig({ online: [] });
  rig.settings.sites = [shop];
});
afterEach(() => rig.close());

const show = (variant: string, times: number) =>
  rig.store.transaction(async (tx) => {
    for (let nth = 0; nth < times; nth += 1)
      await rig.store.variants.show(tx, { siteKey: shop.key, variant });
  });
let numbers = 0;
const ask = async (variant: string, times: number) => {
  for (let nth = 0; nth < times; nth += 1) {
    const input = { number: `+38050${1_000_000 + (numbers += 1)}`, when: 'opening' as const, variant };
    await rig.control.requestCallback(shop, input, { address: `198.51.100.${nth}` });
  }
};

describe('texts that are tried against each other', () => {
  it('are counted apart: opened, asked, kept and broken', async () => {
    await show('plain', 4);
    await show('warm', 3);
    await ask('warm', 2);
    await rig.pass(13 * 3600);
    const { variants, best } = await compareVariants(rig.store, shop);
    expect(variants).toMatchObject([
      { id: 'plain', shown: 4, requests: 0, kept: 0, broken: 0, asking: { share: 0 } },
      { id: 'warm', shown: 3, requests: 2, kept: 0, broken: 2, keeping: { share: 0 } },
    ]);
    expect(variants[0]).not.toHaveProperty('keeping');
    expect(best).toBeUndefined();
  });

  it('one is called better only when the intervals have parted', async () => {
    await show('plain', 100);
    await show('warm', 100);
    await ask('warm', 8);
    expect((await compareVariants(rig.store, shop)).best).toBe('warm');
    await ask('plain', 3);
    expect((await compareVariants(rig.store, shop)).best).toBeUndefined();
  });
});
