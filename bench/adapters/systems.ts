/** What the benchmark of adapters measures: one row for each system. Adding one is one entry here. */
import { createAmocrmHarness } from '@ringback/adapters/testing/amocrm';
import { createBitrix24Harness } from '@ringback/adapters/testing/bitrix24';
import { createOnecHarness } from '@ringback/adapters/testing/onec';
import { createRetailcrmHarness } from '@ringback/adapters/testing/retailcrm';
import type { CrmHarness } from '@ringback/adapters/testing';

export interface MeasuredHarness extends CrmHarness {
  /** The simulated host itself, for the naive client. */
  readonly http: typeof fetch;
}

export interface MeasuredSystem {
  /** Prefix of its numbers: `bitrix24_share`. */
  id: string;
  /** A fresh host with the adapter connected to it. */
  harness(): Promise<MeasuredHarness>;
  /** The host is left alone for so long before it is measured, in ms: filling the gateway's index has used up its limit. */
  restMs?: number;
  /** Requests that the vendor allows within so many seconds, from rest; absent = it has no limit, and there is no share. */
  allowed?(seconds: number): number;
  /** Whether the limit counts a request to this address; all when absent. */
  counts?(url: string): boolean;
  /**
   * What a programmer would write in an afternoon: asks the host who has the number, as many requests as that takes, through `ask`, which
   * repeats what was refused.
   */
  naive(harness: MeasuredHarness, number: string, ask: NaiveAsk): Promise<void>;
}

/** Sends until it is not refused for being too many. */
export type NaiveAsk = (url: string, init?: RequestInit) => Promise<unknown>;

const digits = (number: string): string => number.replace(/\D/g, '');

export const CRMS: readonly MeasuredSystem[] = [
  {
    id: 'bitrix24',
    harness: async () => {
      const harness = await createBitrix24Harness('webhook');
      return Object.assign(harness, { http: harness.portal.http });
    },
    allowed: (seconds) => 50 + 2 * seconds,
    async naive(_harness, number, ask) {
      const url = `https://firm.bitrix24.ua/rest/1/canary4f9c2db24`;
      const post = (path: string, body: object) =>
        ask(`${url}/${path}`, {
          ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
          body: JSON.stringify(body),
        });
      const found = (await post('crm.duplicate.findbycomm.json', { type: 'PHONE', values: [number] })) as {
        result: { CONTACT?: number[] };
      };
      for (const id of found.result.CONTACT ?? []) await post('crm.item.get.json', { entityTypeId: 3, id });
    },
  },
  {
    // 1C counts no requests; each takes a client licence while it lasts, and the simulated base has five.
    id: 'onec',
    harness: () => createOnecHarness(),
    async naive({ secret = '' }, number, ask) {
      const authorization = `Basic ${Buffer.from(`Рингбек:${secret}`, 'utf8').toString('base64')}`;
      const filter = `КонтактнаяИнформация/any(x: x/НомерТелефона eq '${digits(number)}')`;
      const url = 'https://1c.example/unf/odata/standard.odata';
      await ask(encodeURI(`${url}/Catalog_Контрагенты?$format=json&$filter=${filter}`), {
        headers: { authorization },
      });
    },
  },
  {
    id: 'amocrm',
    harness: () => createAmocrmHarness('token'),
    allowed: (seconds) => 7 * seconds,
    async naive({ secret = '' }, number, ask) {
      const headers = { authorization: `Bearer ${secret}` };
      const url = 'https://firm.amocrm.ru/api/v4';
      const found = (await ask(`${url}/contacts?query=${digits(number)}`, { headers })) as {
        _embedded: { contacts: { id: number; responsible_user_id: number }[] };
      };
      for (const { id } of found._embedded.contacts)
        await ask(`${url}/contacts/${id}?with=leads`, { headers });
    },
  },
  {
    id: 'retailcrm',
    harness: createRetailcrmHarness,
    allowed: (seconds) => 10 * seconds,
    // Telephony has a limit of its own, four times as high.
    counts: (url) => !url.includes('/telephony/'),
    async naive({ secret = '' }, number, ask) {
      const headers = { 'x-api-key': secret };
      const url = 'https://firm.retailcrm.ru/api/v5';
      const found = (await ask(`${url}/customers?filter[name]=${digits(number)}`, { headers })) as {
        customers: { id: number }[];
      };
      for (const { id } of found.customers) await ask(`${url}/orders?filter[customerId]=${id}`, { headers });
    },
  },
];
