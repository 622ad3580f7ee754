/** Registering an application's events and places. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type Bitrix24Harness, createBitrix24Harness } from './simulator.ts';

const at = (gatewayUrl: string) => ({
  ...{ gatewayUrl, extensions: [] },
  eventsUrl: `${gatewayUrl}/api/v1/crm/hosts/bitrix24/events`,
  pagesUrl: `${gatewayUrl}/v1/hosts/bitrix24`,
});
const place = at('https://calls.example');
let host: Bitrix24Harness;
beforeEach(async () => {
  host = await createBitrix24Harness();
});

describe('registering in the portal', () => {
  it('by two gateways at once registers everything once', async () => {
    const other = host.another();
    const [one, two] = await host.clock.run(() =>
      Promise.all([host.crm.install!.register(place), other.install!.register(place)]),
    );
    expect(two).toEqual(one);
    const ours = host.portal.state.events.filter(({ handler }) => handler === place.eventsUrl);
    expect(new Set(ours.map(({ event }) => event)).size).toBe(ours.length);
  });

  it('says what to do where the place of the background page is taken by another address', async () => {
    await host.clock.run(() => host.crm.install!.register(at('https://old.example')));
    const registering = host.clock.run(() => host.crm.install!.register(place));
    await expect(registering).rejects.toMatchObject({
      code: 'conflict',
      hint: expect.stringContaining('https://old.example'),
    });
  });
});
