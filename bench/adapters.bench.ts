/**
 * How much of what a vendor allows an adapter makes use of, under more demand than that, and how often it is refused; beside a naive
 * client on an equal host: one request after the other for each look-up, repeated when it is refused. Hosts are simulated and share
 * a virtual clock with who asks them, so a minute takes no time; what a look-up costs that is cached already is measured in real time.
 */
import type { CrmHarness, Wire } from '@ringback/adapters/testing';
import { createCrmClient } from '../packages/gateway/src/crm/client.ts';
import { SHOPS } from './adapters/shops.ts';
import { CRMS, type MeasuredSystem } from './adapters/systems.ts';
import { type BenchResult, quantile } from './bench.ts';

const SECONDS = 60;
const DEMAND = 4000;
const CACHED = 20_000;
/** A naive client asks for so many at once, and waits so long when it is refused, in ms. */
const NAIVE_SIDE_BY_SIDE = 20;
const NAIVE_PAUSE_MS = 500;

interface Measured {
  share: number;
  refusals: number;
  requestsPerPop: number;
  lookups: number;
}

export async function run(): Promise<BenchResult> {
  const rows: BenchResult['rows'] = [];
  const numbers: Record<string, number> = {};
  for (const system of [...CRMS, ...SHOPS]) {
    const ours = await measureOurs(system);
    const naive = await measureNaive(system);
    const cachedMs = await measureCached(system);
    rows.push(
      { name: `${system.id}: adapter`, ...ours, cachedMs },
      { name: `${system.id}: naive`, ...naive },
    );
    numbers[`${system.id}_share`] = ours.share;
    numbers[`${system.id}_refusals`] = ours.refusals;
    numbers[`${system.id}_requests_per_pop`] = ours.requestsPerPop;
    numbers[`${system.id}_lookups`] = ours.lookups;
    numbers[`${system.id}_naive_share`] = naive.share;
    numbers[`${system.id}_naive_refusals`] = naive.refusals;
    numbers[`${system.id}_naive_lookups`] = naive.lookups;
    numbers.cached_ms = Math.max(numbers.cached_ms ?? 0, cachedMs);
  }
  return { rows, numbers };
}

const wireOf = ({ wire }: CrmHarness): Wire => {
  if (!wire) throw new Error('Only hosts over the network are measured.');
  return wire;
};

/** Requests that were served within the time, of those that are allowed in it. */
function shareOf({ allowed, counts }: MeasuredSystem, harness: CrmHarness, began: number): number {
  if (!allowed) return 1;
  const wire = wireOf(harness);
  const sent = wire.requests.filter(
    ({ at, url }) => at >= began && at - began <= SECONDS * 1000 && counts?.(url) !== false,
  ).length;
  return (sent - wire.limited) / allowed(SECONDS);
}

async function measureOurs(system: MeasuredSystem): Promise<Measured> {
  const single = await system.harness();
  // What is read once an hour (users, `$metadata`) is no part of a pop.
  const [first = '', second = ''] = await single.seed.many(2);
  const pop = (number: string) => single.clock.run(async () => single.crm.parties?.findByPhone(number));
  await pop(first);
  const before = wireOf(single).requests.length;
  await pop(second);
  const requestsPerPop = wireOf(single).requests.length - before;

  const harness = await system.harness();
  const phones = await harness.seed.many(DEMAND);
  if (system.restMs) await harness.clock.pass(system.restMs);
  const began = harness.clock.now().getTime();
  let lookups = 0;
  await harness.clock.run(() =>
    Promise.all(
      phones.map(async (phone) => {
        const found = await harness.crm.parties?.findByPhone(phone);
        if (found?.length !== 1) throw new Error(`${phone} was not found.`);
        if (harness.clock.now().getTime() - began <= SECONDS * 1000) lookups += 1;
      }),
    ),
  );
  return {
    share: shareOf(system, harness, began),
    refusals: wireOf(harness).limited,
    requestsPerPop,
    lookups,
  };
}

async function measureNaive(system: MeasuredSystem): Promise<Measured> {
  const harness = await system.harness();
  const { http } = harness;
  const phones = await harness.seed.many(DEMAND);
  if (system.restMs) await harness.clock.pass(system.restMs);
  const began = harness.clock.now().getTime();
  const inTime = () => harness.clock.now().getTime() - began <= SECONDS * 1000;
  const ask = async (url: string, init: RequestInit = {}): Promise<unknown> => {
    for (;;) {
      const answer = await http(url, init);
      if (answer.ok) return answer.json();
      await harness.clock.wait(NAIVE_PAUSE_MS);
      if (!inTime()) throw new Error('the time is over');
    }
  };
  let next = 0;
  let lookups = 0;
  const worker = async () => {
    while (inTime()) {
      const phone = phones[next++];
      if (phone === undefined) return;
      await system.naive(harness, phone, ask);
      if (inTime()) lookups += 1;
    }
  };
  await harness.clock.run(() => Promise.allSettled(Array.from({ length: NAIVE_SIDE_BY_SIDE }, worker)));
  const sent = wireOf(harness).requests.length;
  const share = shareOf(system, harness, began);
  return { share, refusals: wireOf(harness).limited, requestsPerPop: sent / Math.max(1, lookups), lookups };
}

/** Real time of a look-up that the gateway answers from what it keeps, the slowest of a hundred. */
async function measureCached(system: MeasuredSystem): Promise<number> {
  const harness = await system.harness();
  const [phone = ''] = await harness.seed.many(1);
  const client = createCrmClient({ crm: harness.crm, now: harness.clock.now, failed: () => undefined });
  await harness.clock.run(async () => client.parties?.findByPhone(phone));
  const samples: number[] = [];
  for (let i = 0; i < CACHED; i += 1) {
    const start = performance.now();
    await client.parties?.findByPhone(phone);
    samples.push(performance.now() - start);
  }
  return quantile(samples, 0.99);
}
