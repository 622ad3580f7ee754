/** Leads: an entity of their own, until they are converted or rejected. */
import assert from 'node:assert/strict';
import { Lead, LeadStatus } from '@ringback/model';
import type { LeadsGroup } from '../crm/contract.ts';
import type { CrmRun } from './crm-run.ts';
import { there } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

export function leadsTests({ it }: SuiteRunner, suite: CrmRun): void {
  const can = (name: (typeof suite.manifest.capabilities)[number]) =>
    suite.manifest.capabilities.includes(name);
  const leads = <T>(work: (group: Required<LeadsGroup>) => Promise<T>): Promise<T> =>
    suite.run((crm) => work(there(crm.leads) as Required<LeadsGroup>));

  it('knows what each status means', async () => {
    const statuses = await leads(({ statuses: read }) => read());
    for (const status of statuses) LeadStatus.parse(status);
    assert.equal(statuses[0]?.outcome, 'open');
    assert.ok(statuses.some(({ outcome }) => outcome === 'rejected'));
  });

  it('lists and reads them', async () => {
    const id = await there(suite.harness.seed.lead)({ name: 'Зацікавлена Особа', phones: [suite.number()] });
    const { items } = await leads(({ list }) => list({ open: true }));
    for (const lead of items) Lead.parse(lead);
    const lead = items.find((one) => one.id === id);
    assert.equal(lead?.name, 'Зацікавлена Особа');
    assert.deepEqual(await leads(({ get }) => get(id)), lead);
    assert.equal(await leads(({ get }) => get('999999999')), undefined);
  });

  if (can('leads.write')) {
    it('creates once, and rejects with a reason', async () => {
      const input = { title: 'Запит із сайту', name: 'Гість', phones: [suite.number()] };
      const options = suite.write();
      const lead = await leads(({ create }) => create(input, options));
      assert.equal((await leads(({ create }) => create(input, options))).id, lead.id);
      assert.deepEqual(lead.phones, input.phones);
      const statuses = await leads(({ statuses: read }) => read());
      const rejected = there(statuses.find(({ outcome }) => outcome === 'rejected'));
      const gone = await leads(({ update }) =>
        update(lead.id, { statusId: rejected.id, rejectReason: 'Дорого' }, suite.write()),
      );
      assert.deepEqual(gone.status, rejected);
      const { items } = await leads(({ list }) => list({ open: true }));
      assert.ok(!items.some(({ id }) => id === lead.id));
    });
  }

  if (can('leads.steps')) {
    it('tells how all of them stood, page by page, since a moment', async () => {
      const input = { title: 'Крок', name: 'Гість', phones: [suite.number()] };
      const lead = await leads(({ create }) => create(input, suite.write()));
      await suite.harness.clock.pass(60_000);
      const statuses = await leads(({ statuses: read }) => read());
      const rejected = there(statuses.find(({ outcome }) => outcome === 'rejected'));
      const patch = { statusId: rejected.id, rejectReason: 'Дорого' };
      await leads(({ update }) => update(lead.id, patch, suite.write()));
      await leads(({ update }) => update(lead.id, { title: 'Той самий крок' }, suite.write()));
      const first = await leads(({ steps }) => steps({ limit: 1 }));
      const rest = await leads(({ steps }) => steps({ cursor: there(first.next) }));
      const mine = [...first.items, ...rest.items].filter(({ leadId }) => leadId === lead.id);
      assert.deepEqual(
        mine.map(({ status }) => status.id),
        [lead.status.id, rejected.id],
      );
      const since = await leads(({ steps }) => steps({ from: there(mine[1]).at }));
      assert.deepEqual(since.items, mine.slice(1));
    });
  }

  if (can('leads.convert')) {
    it('becomes a customer once', async () => {
      const number = suite.number();
      const id = await there(suite.harness.seed.lead)({ name: 'Майбутній Клієнт', phones: [number] });
      const lead = await leads(({ convert }) => convert(id, { dealTitle: 'Перша угода' }, suite.write()));
      assert.equal(lead.status.outcome, 'converted');
      const party = await suite.run((crm) => there(crm.parties).get(there(lead.party).id));
      assert.equal(party?.name, 'Майбутній Клієнт');
      assert.deepEqual(party?.phones, [number]);
      await assert.rejects(
        leads(({ convert }) => convert(id, {}, suite.write())),
        { code: 'conflict' },
      );
    });
  }
}
