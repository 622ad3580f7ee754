/** The simulated retailCRM answers in the form that the vendor's own client expects. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRetailcrmHarness } from './simulator.ts';

interface Example {
  source: string;
  request: { path: string; form?: Record<string, unknown>; key?: string };
  status: number;
  answer: unknown;
}

const examples = JSON.parse(
  readFileSync(new URL('fixtures/examples.json', import.meta.url), 'utf8'),
) as Example[];

/** Names and kinds of everything in it: `customers[].id number`. */
function shape(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.slice(0, 1).flatMap((one) => shape(one, `${path}[]`));
  if (value === null || typeof value !== 'object')
    return [`${path} ${value === null ? 'null' : typeof value}`];
  return Object.entries(value).flatMap(([key, one]) => shape(one, `${path}.${key}`));
}

async function rig() {
  const harness = await createRetailcrmHarness();
  const customer = await harness.seed.party({ name: 'Іван Іванов', phones: ['067 111 22 33'] });
  Object.assign(harness.account.customers.get(Number(customer)) ?? {}, { managerId: 1 });
  const task = await harness.seed.task?.({ title: 'Передзвонити', partyId: customer });
  await harness.seed.cart?.(customer, [{ name: 'Лампа', sku: 'L', quantity: 2, price: 24.99 }]);
  const ask = async ({ path, form, key = harness.secret }: Example['request']) => {
    const where = path.replace('{customer}', customer).replace('{task}', task ?? '');
    const fields = new URLSearchParams();
    for (const [name, value] of Object.entries(form ?? {})) fields.set(name, JSON.stringify(value));
    const response = await harness.clock.run(() =>
      harness.http(`https://firm.retailcrm.ru/api/v5/${where}`, {
        headers: { 'x-api-key': key ?? '' },
        ...(form === undefined ? {} : { method: 'POST', body: fields.toString() }),
      }),
    );
    return { status: response.status, body: (await response.json()) as unknown };
  };
  return { ...harness, ask };
}

describe('the simulated retailCRM answers what the vendor’s client expects', () => {
  for (const { source, request, status, answer } of examples) {
    it(source, async () => {
      const { ask } = await rig();
      const given = await ask(request);
      expect(given.status).toBe(status);
      expect(shape(given.body)).toEqual(expect.arrayContaining(shape(answer)));
    });
  }

  it('the eleventh request in a second is refused, for telephony the forty-first', async () => {
    const { ask, clock } = await rig();
    const refused = async (path: string, count: number) => {
      await clock.pass(1100);
      const all = await clock.run(() => Promise.all(Array.from({ length: count }, () => ask({ path }))));
      return all.filter(({ status }) => status === 503).length;
    };
    expect(await refused('customers', 11)).toBe(1);
    expect(await refused('telephony/manager?phone=1', 41)).toBe(1);
  });
});
