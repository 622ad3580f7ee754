/** Shops. Most cannot be asked for a number: then a naive client reads customers page by page until it has found him. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readDefinition } from '@ringback/adapters/rest';
import type { CrmHarness } from '@ringback/adapters/testing';
import { createAdvantshopHarness } from '@ringback/adapters/testing/advantshop';
import { createInsalesHarness } from '@ringback/adapters/testing/insales';
import { createOpencartHarness } from '@ringback/adapters/testing/opencart';
import { createPrestashopHarness } from '@ringback/adapters/testing/prestashop';
import { createRestHarness } from '@ringback/adapters/testing/rest';
import { createVendureHarness } from '@ringback/adapters/testing/vendure';
import { createWoocommerceHarness } from '@ringback/adapters/testing/woocommerce';
import type { MeasuredHarness, MeasuredSystem, NaiveAsk } from './systems.ts';

const PAGE = 100;
const REST_PAGE = new URL('../../docs/adapters/rest.md', import.meta.url);

const digits = (number: string): string => number.replace(/\D/g, '');
const basic = (user: string, password = ''): { headers: Record<string, string> } => ({
  headers: { authorization: `Basic ${btoa(`${user}:${password}`)}` },
});
const json = (body: object, headers: Record<string, string> = {}): RequestInit => ({
  ...{ method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
  body: JSON.stringify(body),
});

async function withHttp(harness: CrmHarness | Promise<CrmHarness>): Promise<MeasuredHarness> {
  const made = await harness;
  if (!made.http) throw new Error('Only hosts over the network are measured.');
  return Object.assign(made, { http: made.http });
}

/** Page after page until somebody has the number. */
async function pageThrough(
  number: string,
  ask: (page: number) => Promise<unknown>,
  has: (row: unknown) => string | undefined | null,
): Promise<void> {
  for (let page = 1; ; page += 1) {
    const rows = (await ask(page)) as unknown[];
    if (rows.length < PAGE || rows.some((row) => digits(has(row) ?? '').endsWith(digits(number).slice(-9))))
      return;
  }
}

/** Of each client one session. */
const tokens = new WeakMap<object, string>();
async function vendureToken(harness: MeasuredHarness): Promise<string> {
  const known = tokens.get(harness);
  if (known) return known;
  const variables = { username: 'ringback', password: harness.secret };
  const answer = await harness.http(
    'http://127.0.0.1:3000/admin-api',
    json({ operationName: 'Login', variables }),
  );
  const token = answer.headers.get('vendure-auth-token') ?? '';
  tokens.set(harness, token);
  return token;
}

const searched = (url: (number: string) => string, init: (harness: MeasuredHarness) => RequestInit) =>
  async function naive(harness: MeasuredHarness, number: string, ask: NaiveAsk): Promise<void> {
    await ask(url(number), init(harness));
  };

export const SHOPS: readonly MeasuredSystem[] = [
  {
    id: 'vendure',
    harness: () => withHttp(createVendureHarness()),
    async naive(harness, number, ask) {
      const authorization = `Bearer ${await vendureToken(harness)}`;
      const filter = { phoneNumber: { regex: digits(number).slice(-7) } };
      const variables = { filter, skip: 0, take: 50 };
      await ask(
        'http://127.0.0.1:3000/admin-api',
        json({ operationName: 'FindCustomers', variables }, { authorization }),
      );
    },
  },
  {
    id: 'woocommerce',
    harness: () => withHttp(createWoocommerceHarness()),
    naive: ({ secret = '' }, number, ask) =>
      pageThrough(
        number,
        (page) =>
          ask(
            `https://shop.example/wp-json/wc/v3/customers?per_page=${PAGE}&page=${page}`,
            basic('ck_1', secret),
          ),
        (row) => (row as { billing: { phone?: string } }).billing.phone,
      ),
  },
  {
    id: 'insales',
    harness: () => withHttp(createInsalesHarness()),
    restMs: 300_000,
    allowed: () => 500,
    naive: ({ secret = '' }, number, ask) =>
      pageThrough(
        number,
        (page) =>
          ask(
            `https://shop.myinsales.ru/admin/clients.json?per_page=${PAGE}&page=${page}`,
            basic('app', secret),
          ),
        (row) => (row as { phone?: string | null }).phone,
      ),
  },
  {
    id: 'prestashop',
    harness: () => withHttp(createPrestashopHarness()),
    naive: searched(
      (number) =>
        `https://shop.example/api/addresses?display=full&filter[phone]=%25[${encodeURIComponent(number)}]%25`,
      ({ secret = '' }) => ({ headers: { ...basic(secret).headers, 'output-format': 'JSON' } }),
    ),
  },
  {
    id: 'advantshop',
    harness: () => withHttp(createAdvantshopHarness()),
    naive: searched(
      (number) => `https://shop.example/api/customers?Phone=${digits(number)}`,
      ({ secret = '' }) => ({ headers: { authorization: secret } }),
    ),
  },
  {
    id: 'opencart',
    harness: () => withHttp(createOpencartHarness()),
    async naive({ secret = '', clock }, number, ask) {
      const body = JSON.stringify({ action: 'customers.find', digits: digits(number) });
      const time = String(Math.floor(clock.now().getTime() / 1000));
      const signature = createHmac('sha256', secret).update(`${time}\n${body}`).digest('hex');
      const headers = { 'x-ringback-time': time, 'x-ringback-signature': signature };
      await ask('https://shop.example/index.php?route=extension/ringback/api', {
        method: 'POST',
        headers,
        body,
      });
    },
  },
  {
    id: 'rest',
    harness: () => {
      const definition = readDefinition(/```json\n([\s\S]*?)```/.exec(readFileSync(REST_PAGE, 'utf8'))?.[1]);
      return withHttp(createRestHarness(definition));
    },
    naive: searched(
      (number) => `https://bakery.example/api/customers?phone=${digits(number)}`,
      ({ secret = '' }) => ({ headers: { 'x-api-key': secret } }),
    ),
  },
];
