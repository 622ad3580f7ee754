/**
 * SIPp offers calls to a real Asterisk, once to its own dialplan and once to the gateway that controls it: what the gateway adds to the
 * set-up of a call at 1, 10 and 50 calls a second, and what it costs beside Asterisk. In interleaved rounds, the same phones behind both.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type BenchResult, quantile } from './bench.ts';
import { call, type Callers, startAnswering } from './routing/sipp.ts';
import { BARE, OURS, startWorld, type World } from './routing/world.ts';

const RATES = [
  { perSecond: 1, calls: 10 },
  { perSecond: 10, calls: 100 },
  { perSecond: 50, calls: 500 },
] as const;
const ROUNDS = 2;
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** User and system time of a process, s. */
function cpuOf(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

function residentOf(pid: number | undefined): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

interface Rate {
  ours: number[];
  bare: number[];
  lost: number;
  bareLost: number;
}

interface Costs {
  gateway: number;
  asterisk: number;
  calls: number;
  lost: number;
  memory: number[];
}

async function offer(
  world: World,
  as: string,
  rate: (typeof RATES)[number],
  midway?: () => void,
): Promise<Callers> {
  const port = 40_000 + Math.floor(Math.random() * 10_000);
  const { sipPort: asteriskPort } = world;
  return call({ as, asteriskPort, port, ...rate, ...(midway ? { midway } : {}) });
}

async function round(world: World, at: Map<number, Rate>, costs: Costs): Promise<void> {
  const [gateway, asterisk] = [world.gateway.child.pid, world.asterisk.pid];
  for (const rate of RATES) {
    const bare = await offer(world, BARE, rate);
    const idle = residentOf(gateway);
    const before = { gateway: cpuOf(gateway), asterisk: cpuOf(asterisk) };
    const ours = await offer(world, OURS, rate, () => {
      const up = rate.perSecond * 2;
      if (up >= 100) costs.memory.push((residentOf(gateway) - idle) / up);
    });
    costs.gateway += cpuOf(gateway) - before.gateway;
    costs.asterisk += cpuOf(asterisk) - before.asterisk;
    costs.calls += rate.calls;
    costs.lost += ours.lost;
    const known = at.get(rate.perSecond) ?? { ours: [], bare: [], lost: 0, bareLost: 0 };
    known.ours.push(...ours.setUp);
    known.bare.push(...bare.setUp);
    known.lost += ours.lost;
    known.bareLost += bare.lost;
    at.set(rate.perSecond, known);
  }
}

export async function run(): Promise<BenchResult> {
  const world = await startWorld();
  const answering = startAnswering(world.answeringPort);
  const at = new Map<number, Rate>();
  const costs: Costs = { gateway: 0, asterisk: 0, calls: 0, lost: 0, memory: [] };
  try {
    // What is compiled and connected for the first time is not measured.
    for (const as of [BARE, OURS]) await offer(world, as, { perSecond: 10, calls: 50 } as never);
    for (let nth = 0; nth < ROUNDS; nth += 1) await round(world, at, costs);
  } finally {
    await answering.stop();
    await world.stop();
  }
  const added = (perSecond: number, q: number): number => {
    const { ours, bare } = at.get(perSecond) ?? { ours: [], bare: [] };
    return quantile(ours, q) - quantile(bare, q);
  };
  const ms = (value: number): number => Number((value * 1000).toFixed(1));
  return {
    rows: RATES.map(({ perSecond }) => {
      const { ours, bare, lost, bareLost } = at.get(perSecond) as Rate;
      return {
        'calls a second': perSecond,
        'bare p50, ms': quantile(bare, 0.5),
        'ours p50, ms': quantile(ours, 0.5),
        'bare p95, ms': quantile(bare, 0.95),
        'ours p95, ms': quantile(ours, 0.95),
        ...{ lost, 'bare lost': bareLost },
        'gateway CPU a call, ms': ms(costs.gateway / costs.calls),
        'Asterisk CPU a call, ms': ms(costs.asterisk / costs.calls),
        'gateway memory a call, kB': Math.round(quantile(costs.memory, 0.5) / 1024),
      };
    }),
    numbers: {
      added_p50_1: added(1, 0.5),
      added_p50_10: added(10, 0.5),
      added_p50_50: added(50, 0.5),
      added_p95_50: added(50, 0.95),
      cpu_ratio: costs.gateway / costs.asterisk,
      lost: costs.lost,
    },
  };
}
