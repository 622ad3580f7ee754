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
const VISITORS = 10_000;
/** Requests of a round, first to the bare route, then to the gateway; what is left of the visitors asks at a steady pace. */
const RACE = 1_000;
const ROUNDS = 6;
const PER_SECOND = 500;
const AT_ONCE = 64;
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

/**
 * Nobody is there: what is asked for is promised for as soon as somebody is, and stored. Both are raced in turn, so that whatever else the
 * machine does slows both; the first round warms them up, and the ratio is the median of the rounds'.
 */
async function requests(): Promise<{ ratio: number; rate: number; bare: number; p99: number }> {
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
  const later = { when: 'opening' };
  const asks = Array.from({ length: VISITORS }, (_, nth) =>
    visitor(nth, ofSite(`bench-site-${Math.floor(nth / CALM)}`), later),
  );
  try {
    const rounds: { rate: number; bare: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const part = asks.slice(round * RACE, (round + 1) * RACE);
      const byBare = await theirs.race(
        part.map((ask) => ({ ...ask, path: '/callbacks' })),
        AT_ONCE,
      );
      const byOurs = await ours.race(part, AT_ONCE);
      allTaken(byBare.answers);
      allTaken(byOurs.answers);
      if (round > 0) rounds.push({ rate: byOurs.rate, bare: byBare.rate });
    }
    const poured = await ours.pour(asks.slice(ROUNDS * RACE), PER_SECOND);
    allTaken(poured);
    const median = (of: (round: { rate: number; bare: number }) => number) => quantile(rounds.map(of), 0.5);
    return {
      ratio: median(({ rate, bare }) => rate / bare),
      rate: median(({ rate }) => rate),
      bare: median(({ bare }) => bare),
      p99: quantile(
        poured.map(({ ms }) => ms),
        0.99,
      ),
    };
  } finally {
    theirs.close();
    ours.close();
    await bare.stop();
    await world.stop();
  }
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
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - performance.now())));
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
  const { ratio, rate, bare, p99 } = await requests();
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
    numbers: { rate_ratio: ratio, rate, bare, p99, ring_p95: ringP95 },
  };
}
