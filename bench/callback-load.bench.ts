/**
 * How many requests for a callback one gateway takes, with all its limits on, beside a bare route that only inserts the row; and how soon
 * agents' phones ring while 300 callbacks are in progress. 10,000 visitors, each with a number and, by a trusted proxy's header, an
 * address of his own. A site has twenty requests before it is taken for attacked and wants work to be shown: so there are 600 sites.
 */
import type { Site } from '@ringback/model';
import { freePort, startProcess } from '../examples/demo/processes.ts';
import { type BenchResult, quantile } from './bench.ts';
import { type Ask, Flood } from './callback-load/flood.ts';
import { ORIGIN, startWorld, type World } from './callback-load/world.ts';

const SITES = 600;
/** Requests of a site, and departments of one, that are no attack. */
const CALM = 19;
const RACE = 5_000;
const POUR = 5_000;
const PER_SECOND = 500;
const AT_ONCE = 64;
const RUNS = 3;
const IN_PROGRESS = 300;
const ASKED_PER_SECOND = 30;

const site = (nth: number, more: Partial<Site> = {}): Site => ({
  ...{ key: `bench-site-${nth}`, name: `Shop ${nth}`, origins: [ORIGIN], locale: 'en' },
  ...{ country: 'UA', callableCountries: ['UA'] },
  ...more,
});

/** Visitor `nth`: his own number and address. */
function visitor(nth: number, path: string, more: object = {}): Ask {
  const address = `10.${(nth >> 16) & 255}.${(nth >> 8) & 255}.${nth & 255}`;
  return { path, origin: ORIGIN, address, body: { number: `+38050${1_000_000 + nth}`, ...more } };
}
const ofSite = (key: string): string => `/api/v1/sites/${key}/callbacks`;

function allTaken(answers: readonly { status: number }[]): void {
  const refused = answers.filter(({ status }) => status !== 201);
  if (refused.length > 0)
    throw new Error(
      `${refused.length} of ${answers.length} were refused, the first with ${refused[0]?.status}.`,
    );
}

/** Nobody is there: what is asked for is promised for as soon as somebody is, and stored. */
async function requests(): Promise<{ rate: number; bare: number; p99: number }> {
  const later = { when: 'opening' };
  const rates: number[] = [];
  const bares: number[] = [];
  let p99 = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const world = await startWorld(
      Array.from({ length: SITES }, (_, nth) => site(nth)),
      1,
    );
    const port = await freePort();
    const bare = await startProcess('bench/callback-load/bare.ts', {
      args: [world.folder, String(port)],
      ready: (line) => line.includes('listening'),
    });
    const [theirs, ours] = [new Flood(`http://127.0.0.1:${port}`), new Flood(world.url)];
    const asks = Array.from({ length: RACE + POUR }, (_, nth) =>
      visitor(nth, ofSite(`bench-site-${Math.floor(nth / CALM)}`), later),
    );
    const plain = asks.map((ask) => ({ ...ask, path: '/callbacks' }));
    const byBare = await theirs.race(plain.slice(0, RACE), AT_ONCE);
    const byOurs = await ours.race(asks.slice(0, RACE), AT_ONCE);
    allTaken(byBare.answers);
    allTaken(byOurs.answers);
    bares.push(byBare.rate);
    rates.push(byOurs.rate);
    if (run === RUNS - 1) {
      const poured = await ours.pour(asks.slice(RACE), PER_SECOND);
      allTaken(poured);
      p99 = quantile(
        poured.map(({ ms }) => ms),
        0.99,
      );
    }
    theirs.close();
    ours.close();
    await bare.stop();
    await world.stop();
  }
  return { rate: quantile(rates, 0.5), bare: quantile(bares, 0.5), p99 };
}

/** Each of 300 agents is one department's, so that each callback has a phone of its own to ring. */
async function ringing(): Promise<number[]> {
  const sites = Array.from({ length: Math.ceil(IN_PROGRESS / CALM) }, (_, nth) => {
    const members = Array.from(
      { length: Math.min(CALM, IN_PROGRESS - nth * CALM) },
      (__, k) => nth * CALM + k,
    );
    return site(nth, {
      departments: members.map((k) => ({ id: `d${k}`, name: `Department ${k}`, agents: [`a${1000 + k}`] })),
    });
  });
  const world = await startWorld(sites, IN_PROGRESS);
  const flood = new Flood(world.url);
  try {
    const rings = await Promise.all(
      Array.from({ length: IN_PROGRESS }, (_, nth) => registered(world, String(1000 + nth))),
    );
    const began = performance.now();
    return await Promise.all(
      rings.map(async (rung, nth) => {
        const at = began + (nth * 1000) / ASKED_PER_SECOND;
        await new Promise((resolve) => setTimeout(resolve, at - performance.now()));
        const key = `bench-site-${Math.floor(nth / CALM)}`;
        const sent = performance.now();
        const answer = await flood.send(visitor(nth, ofSite(key), { department: `d${nth}` }));
        allTaken([answer]);
        return (await rung()) - sent;
      }),
    );
  } finally {
    flood.close();
    await world.stop();
  }
}

/** Registered; what it resolves to later is when it rings. */
async function registered(world: World, extension: string): Promise<() => Promise<number>> {
  const phone = await world.phone(extension);
  await phone.register();
  const rung = phone.inbox
    .take('an INVITE', (one) => one.kind === 'request' && one.method === 'INVITE', 120_000)
    .then((invite) => {
      if (invite.kind === 'request') phone.reply(invite, 180);
      return performance.now();
    });
  return () => rung;
}

export async function run(): Promise<BenchResult> {
  const { rate, bare, p99 } = await requests();
  const rings = await ringing();
  const ringP95 = quantile(rings, 0.95);
  return {
    rows: [
      { what: 'requests a second, gateway with all limits', value: Math.round(rate) },
      { what: 'requests a second, bare Fastify route and insert', value: Math.round(bare) },
      { what: `p99 at ${PER_SECOND} a second, ms`, value: Math.round(p99) },
      {
        what: `phone rings, ${IN_PROGRESS} in progress, median, ms`,
        value: Math.round(quantile(rings, 0.5)),
      },
      { what: 'phone rings, p95, ms', value: Math.round(ringP95) },
    ],
    numbers: { rate_ratio: rate / bare, rate, bare, p99, ring_p95: ringP95 },
  };
}
