/** What the benchmark of adapters measures: one row for each system. Adding one is one entry here. */
import { createBitrix24Harness } from '@ringback/adapters/testing/bitrix24';
import type { CrmHarness } from '@ringback/adapters/testing';

export interface MeasuredSystem {
  /** Prefix of its numbers: `bitrix24_share`. */
  id: string;
  /** A fresh host with the adapter connected to it. */
  harness(): Promise<CrmHarness>;
  /** Requests that the vendor allows within so many seconds, from rest; absent = it has no limit, and there is no share. */
  allowed?(seconds: number): number;
  /**
   * What a programmer would write in an afternoon: asks the host who has the number, as many requests as that takes, through `ask`, which
   * repeats what was refused.
   */
  naive(harness: CrmHarness, number: string, ask: NaiveAsk): Promise<void>;
}

/** Sends until it is not refused for being too many. */
export type NaiveAsk = (path: string, body: object) => Promise<unknown>;

export const MEASURED: readonly MeasuredSystem[] = [
  {
    id: 'bitrix24',
    harness: () => createBitrix24Harness('webhook'),
    allowed: (seconds) => 50 + 2 * seconds,
    async naive(_harness, number, ask) {
      const url = `https://firm.bitrix24.ua/rest/1/canary4f9c2db24`;
      const found = (await ask(`${url}/crm.duplicate.findbycomm.json`, {
        type: 'PHONE',
        values: [number],
      })) as {
        result: { CONTACT?: number[] };
      };
      for (const id of found.result.CONTACT ?? [])
        await ask(`${url}/crm.item.get.json`, { entityTypeId: 3, id });
    },
  },
];
