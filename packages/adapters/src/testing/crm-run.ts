/** What the parts of the suite share. */
import type { Party } from '@ringback/model';
import type { Crm, CrmManifest, WriteOptions } from '../crm/contract.ts';
import type { CrmHarness, SeedParty } from './crm-harness.ts';
import { there } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

export interface CrmRun {
  readonly manifest: CrmManifest;
  readonly harness: CrmHarness;
  /** Does it on the system's own clock. */
  run<T>(work: (crm: Crm) => Promise<T>): Promise<T>;
  /** Options of a write that was not made before. */
  write(): WriteOptions;
  /** A number that nobody has yet, E.164. */
  number(): string;
  /** Somebody who is in the host already. */
  seed(party?: Partial<SeedParty>): Promise<string>;
  /** Creates through the adapter. */
  create(input?: { name?: string; phones?: string[] }): Promise<Party>;
}

/** Declares a part of the suite with a system of its own. */
export function crmPart(
  { describe, beforeAll, afterAll }: SuiteRunner,
  name: string,
  { manifest, setup }: { manifest: CrmManifest; setup(): Promise<CrmHarness> },
  body: (suite: CrmRun) => void,
): void {
  describe(name, () => {
    let made: CrmHarness | undefined;
    let count = 0;
    const suite: CrmRun = {
      manifest,
      get harness() {
        return there(made);
      },
      run: (work) => suite.harness.clock.run(() => work(suite.harness.crm)),
      write: () => ({
        idempotencyKey: `key-${(count += 1)}-${Math.random().toString(36).slice(2)}`,
        actor: 'olena',
      }),
      number: () => `+38067${String(1_000_000 + (count += 1))}`,
      seed: ({ name: called = 'Тарас Шевчук', phones = [suite.number()], ...more } = {}) =>
        suite.harness.seed.party({ name: called, phones, ...more }),
      create: ({ name: called = 'Тарас Шевчук', phones = [suite.number()] } = {}) =>
        suite.run((crm) =>
          there(there(crm.parties).create)({ name: called, kind: suite.harness.kind, phones }, suite.write()),
        ),
    };
    beforeAll(async () => {
      made = await setup();
    });
    afterAll(async () => {
      await made?.close();
    });
    body(suite);
  });
}
