/** What every store must do, whatever database is behind it. */
import { afterEach, beforeEach, describe } from 'vitest';
import type { Store, Tx } from './contract.ts';
import { callbacks, calls, observed } from './store-calls.suite.ts';
import { AT, type SuiteContext } from './store.fixtures.ts';
import { eventLog, leases, transactions } from './store-log.suite.ts';
import { parties, people } from './store-people.suite.ts';

export interface StoreSuiteOptions {
  name: string;
  /** A new, empty store. */
  open: (options: { now: () => Date }) => Promise<Store>;
}

export function storeSuite({ name, open }: StoreSuiteOptions): void {
  describe(`the store in ${name}`, () => {
    let clock: Date;
    let store: Store;
    const write = <T>(work: (tx: Tx) => Promise<T>) => store.transaction(work);

    beforeEach(async () => {
      clock = new Date(AT);
      store = await open({ now: () => clock });
    });
    afterEach(() => store.close());

    const context: SuiteContext = {
      get store() {
        return store;
      },
      write,
      pass: (ms) => {
        clock = new Date(clock.getTime() + ms);
      },
    };
    describe('transactions', () => transactions(context));
    describe('the event log', () => eventLog(context));
    describe('calls and legs', () => calls(context));
    describe('callbacks', () => callbacks(context));
    describe('parties', () => parties(context));
    describe('people, settings and the trail', () => people(context));
    describe('leases', () => leases(context));
    describe('what a PBX has told', () => observed(context));
  });
}
