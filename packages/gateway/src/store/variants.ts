import type { Store } from './contract.ts';
import type { Database } from './database.ts';

export function createVariants(db: Database): Store['variants'] {
  return {
    async show(tx, { siteKey, variant }) {
      await db
        .on(tx)
        .insertInto('variant_shown')
        .values({ site_key: siteKey, variant, shown: 1 })
        .onConflict((oc) =>
          oc
            .columns(['site_key', 'variant'])
            .doUpdateSet((eb) => ({ shown: eb('variant_shown.shown', '+', 1) })),
        )
        .execute();
    },
    async counts(siteKey) {
      const shown = await db
        .on()
        .selectFrom('variant_shown')
        .select(['variant', 'shown'])
        .where('site_key', '=', siteKey)
        .execute();
      const asked = await db
        .on()
        .selectFrom('callback')
        .select((eb) => ['variant', 'kept', eb.fn.countAll().as('count')])
        .where('site_key', '=', siteKey)
        .where('variant', 'is not', null)
        .groupBy(['variant', 'kept'])
        .execute();
      const names = new Set([...shown, ...asked].map(({ variant }) => variant ?? ''));
      const sum = (variant: string, of: (kept: number | null) => boolean) =>
        asked
          .filter((row) => row.variant === variant && of(row.kept))
          .reduce((all, { count }) => all + Number(count), 0);
      return [...names].map((variant) => ({
        variant,
        shown: Number(shown.find((row) => row.variant === variant)?.shown ?? 0),
        requests: sum(variant, () => true),
        kept: sum(variant, (kept) => kept === 1),
        broken: sum(variant, (kept) => kept === 0),
      }));
    },
  };
}
