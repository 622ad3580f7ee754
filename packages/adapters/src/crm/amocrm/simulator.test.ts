/** The simulated amoCRM answers in the form that its documentation shows. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAmocrmHarness } from './simulator.ts';

interface Documented {
  source: string;
  request: { method?: string; path: string; body?: unknown; token?: string };
  status: number;
  answer?: unknown;
}

const documented = JSON.parse(
  readFileSync(new URL('fixtures/documented.json', import.meta.url), 'utf8'),
) as Documented[];

/** Names and kinds of everything in it: `_embedded.contacts[].id number`. */
function shape(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.slice(0, 1).flatMap((one) => shape(one, `${path}[]`));
  if (value === null || typeof value !== 'object')
    return [`${path} ${value === null ? 'null' : typeof value}`];
  return Object.entries(value).flatMap(([key, one]) => shape(one, `${path}.${key}`));
}

async function rig() {
  const harness = await createAmocrmHarness('token');
  const contact = await harness.seed.party({ name: 'Іван', phones: ['+380671112233'] });
  await harness.seed.party({ name: 'Ще один', phones: ['+380671112244'] });
  const lead = await harness.seed.deal?.({ title: 'Кухня', partyId: contact, amount: 12 });
  const ask = async ({ method = 'GET', path, body, token = harness.secret }: Documented['request']) => {
    const where = path.replace('{contact}', contact).replace('{lead}', lead ?? '');
    const response = await harness.clock.run(() =>
      harness.http(`https://firm.amocrm.ru${where}`, {
        ...{ method, headers: { authorization: `Bearer ${token ?? ''}` } },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  };
  return { ...harness, ask };
}

describe('the simulated amoCRM answers what the documentation shows', () => {
  for (const { source, request, status, answer } of documented) {
    it(source, async () => {
      const { ask } = await rig();
      const given = await ask(request);
      expect(given.status).toBe(status);
      if (answer === undefined) expect(given.body).toBeUndefined();
      else expect(shape(given.body)).toEqual(expect.arrayContaining(shape(answer)));
    });
  }

  it('the eighth request in a second is refused, and the ninth after a second is not', async () => {
    const { ask, clock, wire } = await rig();
    await clock.pass(1000);
    const eight = await clock.run(() =>
      Promise.all(Array.from({ length: 8 }, () => ask({ path: '/api/v4/account' }))),
    );
    expect(eight.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 429]);
    expect(wire?.limited).toBe(1);
    await clock.pass(1000);
    expect((await ask({ path: '/api/v4/account' })).status).toBe(200);
  });
});
