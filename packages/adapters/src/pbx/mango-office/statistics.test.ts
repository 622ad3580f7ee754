import { describe, expect, it } from 'vitest';
import { createTestContext } from '../../testing/index.ts';
import { createMangoOffice } from './index.ts';
import { createMangoRig } from './mango.fixtures.ts';

const HOUR_MS = 3_600_000;

describe('the statistics', () => {
  it('are asked for by MANGO’s own clock', async () => {
    const { pbx, sim, clock } = createMangoRig({ clockAheadHours: 3 });
    const to = clock.now();
    const from = new Date(to.getTime() - HOUR_MS);
    await clock.run(async () => pbx.history?.read({ from, to }));
    const seconds = (date: Date) => String((date.getTime() + 3 * HOUR_MS) / 1000);
    const asked = sim.asked.filter(({ path }) => path === 'stats/request');
    expect(asked.map(({ json }) => json)).toMatchObject([{ date_from: seconds(from), date_to: seconds(to) }]);
  });

  it('are waited for without asking more often than every five seconds', async () => {
    const { sim, clock, given } = createMangoRig();
    const times: number[] = [];
    const http: typeof fetch = (input, init) => {
      if (/stats\/(request|result)$/.test(String(input))) times.push(clock.now().getTime());
      return sim.http(input, init);
    };
    const context = createTestContext({ clock, http });
    const pbx = createMangoOffice({ settings: () => given.settings, context });
    const to = clock.now();
    await clock.run(async () => pbx.history?.read({ from: new Date(to.getTime() - HOUR_MS), to }));
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(pauses.length).toBeGreaterThan(1);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(5000);
  });
});

it('A recording is not fetched from an address that only ends like MANGO’s', async () => {
  const { pbx, sim, clock } = createMangoRig();
  sim.audio.set('r', new Uint8Array([1]));
  sim.fileAddress = () => 'https://not-mango-office.ru/r';
  await expect(clock.run(async () => pbx.recordings?.fetch('r'))).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(sim.wire.requests).toHaveLength(1);
});
