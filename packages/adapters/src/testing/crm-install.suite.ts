/** What the host is told of us, so that it tells us what happens: registered once, whatever is repeated, and taken away again. */
import assert from 'node:assert/strict';
import type { InstallGroup, InstallPlace } from '../crm/contract.ts';
import type { CrmRun } from './crm-run.ts';
import { there } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

export function installTests({ it }: SuiteRunner, suite: CrmRun): void {
  const install = <T>(work: (group: InstallGroup) => Promise<T>): Promise<T> =>
    suite.run((crm) => work(there(crm.install)));
  const placeAt = (gatewayUrl: string): InstallPlace => ({
    gatewayUrl,
    eventsUrl: `${gatewayUrl}/api/v1/crm/hosts/${suite.manifest.id}/events`,
    pagesUrl: `${gatewayUrl}/v1/hosts/${suite.manifest.id}`,
    extensions: [{ userId: '1', extension: '101' }],
  });
  const place = placeAt('https://calls.example');
  const registered = () => there(suite.harness.host.registered)();

  it('registers everything once, however often, with addresses of this gateway', async () => {
    assert.deepEqual(await install(({ list }) => list(place)), []);
    const first = await install(({ register }) => register(place));
    assert.ok(first.length > 0);
    for (const { address } of first) assert.ok(address.startsWith(`${place.gatewayUrl}/`), address);
    const known = await registered();
    assert.ok(known.length > 0);
    assert.deepEqual(await install(({ register }) => register(place)), first);
    assert.deepEqual(await registered(), known);
    assert.deepEqual(await install(({ list }) => list(place)), first);
  });

  it('what an attempt has left half done is completed', async () => {
    await install(({ unregister }) => unregister(place));
    const wire = there(suite.harness.wire);
    for (let before = 0; before < 6; before += 1) {
      wire.heal();
      wire.skip(before);
      wire.inject('lost');
      await install(({ register }) => register(place)).catch(() => undefined);
    }
    wire.heal();
    const all = await install(({ register }) => register(place));
    assert.equal(new Set(all.map(({ name, address }) => `${name} ${address}`)).size, all.length);
    assert.deepEqual(await install(({ list }) => list(place)), all);
  });

  it('takes away its own, and nobody else’s', async () => {
    await install(({ register }) => register(place));
    const before = (await registered()).filter((address) => !address.startsWith(place.gatewayUrl));
    await install(({ unregister }) => unregister(placeAt('https://other.example')));
    assert.ok((await install(({ list }) => list(place))).length > 0);
    await install(({ unregister }) => unregister(place));
    await install(({ unregister }) => unregister(place));
    assert.deepEqual(await install(({ list }) => list(place)), []);
    assert.deepEqual(await registered(), before);
  });
}
