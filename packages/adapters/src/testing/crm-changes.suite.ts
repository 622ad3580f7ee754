/** How the gateway learns that something changed in the host. */
import assert from 'node:assert/strict';
import type { ChangesGroup, HostChange, InboundRequest } from '../crm/contract.ts';
import type { CrmRun } from './crm-run.ts';
import { there } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

export function changesTests({ it }: SuiteRunner, suite: CrmRun): void {
  const can = (name: (typeof suite.manifest.capabilities)[number]) =>
    suite.manifest.capabilities.includes(name);
  const changes = <T>(work: (group: Required<ChangesGroup>) => Promise<T>): Promise<T> =>
    suite.run((crm) => work(there(crm.changes) as Required<ChangesGroup>));
  const receive = (request: InboundRequest) => changes((group) => group.receive(request));

  if (can('changes.webhook')) {
    it('reads what the host tells, the same twice', async () => {
      const id = await suite.seed();
      const delivery = await there(suite.harness.host.webhook)('party.changed', id);
      const [first, second] = [await receive(delivery), await receive(delivery)];
      assert.deepEqual(
        first.map(({ type, recordId }) => [type, recordId]),
        [['party.changed', id]],
      );
      assert.deepEqual(second, first);
    });

    it('hears nobody who is not the host, and reads nothing of what he says', async () => {
      const id = await suite.seed();
      const delivery = await there(suite.harness.host.webhook)('party.changed', id);
      const forged = [
        { ...delivery, query: {}, headers: {}, body: new TextEncoder().encode('x=1') },
        { ...delivery, query: {}, headers: {}, body: new Uint8Array() },
        {
          ...delivery,
          query: {},
          headers: {},
          body: new TextEncoder().encode('{"auth":{"application_token":["a"]}}'),
        },
      ];
      for (const one of forged) await assert.rejects(receive(one), { code: 'unauthorized' });
    });
  }

  if (can('changes.poll')) {
    it('tells what changed since the marker', async () => {
      const old = await suite.seed({ name: 'Стара' });
      const all = async (marker?: string) => {
        const found: HostChange[] = [];
        let at = marker;
        for (;;) {
          const step = await changes((group) => group.poll(at));
          found.push(...step.changes);
          at = step.marker;
          if (!step.more) return { found, marker: at };
        }
      };
      const first = await all();
      assert.ok(first.found.some(({ recordId }) => recordId === old));
      await suite.harness.clock.pass(5000);
      const fresh = await suite.seed({ name: 'Нова' });
      const second = await all(first.marker);
      assert.ok(second.found.some(({ type, recordId }) => type === 'party.changed' && recordId === fresh));
    });
  }
}
