/** Deals, their pipelines and stages. */
import assert from 'node:assert/strict';
import { Deal, Pipeline } from '@ringback/model';
import type { DealsGroup } from '../crm/contract.ts';
import type { CrmRun } from './crm-run.ts';
import { there } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

export function dealsTests(runner: SuiteRunner, suite: CrmRun): void {
  const deals = <T>(work: (group: Required<DealsGroup>) => Promise<T>): Promise<T> =>
    suite.run((crm) => work(there(crm.deals) as Required<DealsGroup>));
  const { it } = runner;

  it('knows the pipelines: each begins open and can be won and lost', async () => {
    const pipelines = await deals(({ pipelines: read }) => read());
    assert.ok(pipelines.length > 0);
    for (const pipeline of pipelines) {
      Pipeline.parse(pipeline);
      assert.equal(pipeline.stages[0]?.outcome, 'open');
      for (const outcome of ['won', 'lost']) {
        assert.ok(
          pipeline.stages.some((stage) => stage.outcome === outcome),
          `${pipeline.name} can be ${outcome}`,
        );
      }
    }
  });

  it('lists the deals of a customer and of nobody else', async () => {
    const seed = there(suite.harness.seed.deal);
    const [one, other] = [await suite.seed(), await suite.seed()];
    const amount = suite.harness.wholeAmounts === true ? 1200 : 1200.5;
    const mine = [
      await seed({ title: 'Кухня', partyId: one, amount }),
      await seed({ title: 'Стіл', partyId: one }),
    ];
    await seed({ title: 'Чуже', partyId: other });
    const { items } = await deals(({ list }) => list({ partyId: one }));
    for (const deal of items) Deal.parse(deal);
    assert.deepEqual(items.map(({ id }) => id).sort(), mine.sort());
    const kitchen = items.find(({ title }) => title === 'Кухня');
    assert.equal(kitchen?.amount?.amount, amount);
    assert.equal(kitchen?.party?.id, one);
    assert.notEqual(kitchen?.party?.name, '', 'a customer has a name');
    assert.equal(kitchen?.stage.outcome, 'open');
    assert.deepEqual(await deals(({ get }) => get(there(kitchen).id)), kitchen);
    assert.equal(await deals(({ get }) => get('999999999')), undefined);
  });

  it('gives long lists page by page, each deal once', async () => {
    const partyId = await suite.seed();
    for (let i = 0; i < 7; i += 1) await there(suite.harness.seed.deal)({ title: `Угода ${i}`, partyId });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await deals(({ list }) =>
        list({ partyId, limit: 3, ...(cursor === undefined ? {} : { cursor }) }),
      );
      assert.ok(page.items.length <= 3);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== undefined);
    assert.equal(seen.length, 7);
    assert.equal(new Set(seen).size, 7);
  });

  if (suite.manifest.capabilities.includes('deals.write')) writeTests(runner, suite, deals);
  if (suite.manifest.capabilities.includes('deals.history')) historyTests(runner, suite, deals);
  if (suite.manifest.capabilities.includes('deals.steps')) stepTests(runner, suite, deals);
}

type Deals = <T>(work: (group: Required<DealsGroup>) => Promise<T>) => Promise<T>;

function writeTests({ it }: SuiteRunner, suite: CrmRun, deals: Deals): void {
  it('creates once, in the pipeline’s first stage, and moves on to the end', async () => {
    const [pipeline] = await deals(({ pipelines }) => pipelines());
    const partyId = await suite.seed();
    const input = { title: 'Диван 🛋', partyId, amount: { amount: 900, currency: 'UAH' } };
    const options = suite.write();
    const deal = await deals(({ create }) => create(input, options));
    assert.equal((await deals(({ create }) => create(input, options))).id, deal.id);
    assert.equal((await deals(({ list }) => list({ partyId }))).items.length, 1);
    assert.equal(deal.stage.id, pipeline?.stages[0]?.id);
    assert.deepEqual(deal.amount, input.amount);
    const won = there(pipeline?.stages.find(({ outcome }) => outcome === 'won'));
    const closed = await deals(({ update }) => update(deal.id, { stageId: won.id }, suite.write()));
    assert.deepEqual(closed.stage, won);
    assert.deepEqual((await deals(({ list }) => list({ partyId, open: true }))).items, []);
  });

  it('a stage that the pipeline does not have is refused', async () => {
    const deal = await deals(({ create }) => create({ title: 'Шафа' }, suite.write()));
    await assert.rejects(
      deals(({ update }) => update(deal.id, { stageId: 'no-such-stage' }, suite.write())),
      { code: 'invalid' },
    );
    await assert.rejects(
      deals(({ update }) => update('999999999', { title: 'Ніяка' }, suite.write())),
      { code: 'not-found' },
    );
  });
}

function historyTests({ it }: SuiteRunner, suite: CrmRun, deals: Deals): void {
  it('tells the stages that a deal went through', async () => {
    const [pipeline] = await deals(({ pipelines }) => pipelines());
    const stages = there(pipeline).stages;
    const deal = await deals(({ create }) => create({ title: 'Шлях' }, suite.write()));
    await suite.harness.clock.pass(60_000);
    const second = there(stages[1]);
    await deals(({ update }) => update(deal.id, { stageId: second.id }, suite.write()));
    const steps = await deals(({ history }) => history(deal.id));
    assert.deepEqual(
      steps.map(({ stage }) => stage.id),
      [stages[0]?.id, second.id],
    );
    assert.ok(there(steps[0]).at < there(steps[1]).at);
  });
}

function stepTests({ it }: SuiteRunner, suite: CrmRun, deals: Deals): void {
  it('tells the steps of all deals, page by page, since a moment', async () => {
    const [pipeline] = await deals(({ pipelines }) => pipelines());
    const second = there(there(pipeline).stages[1]);
    const deal = await deals(({ create }) => create({ title: 'Крок' }, suite.write()));
    await suite.harness.clock.pass(60_000);
    await deals(({ update }) => update(deal.id, { stageId: second.id }, suite.write()));
    const first = await deals(({ steps }) => steps({ limit: 1 }));
    const rest = await deals(({ steps }) => steps({ cursor: there(first.next) }));
    const mine = [...first.items, ...rest.items].filter(({ dealId }) => dealId === deal.id);
    assert.deepEqual(
      mine.map(({ stage }) => stage.id),
      [there(pipeline).stages[0]?.id, second.id],
    );
    const since = await deals(({ steps }) => steps({ from: there(mine[1]).at }));
    assert.deepEqual(
      since.items.map(({ stage }) => stage.id),
      [second.id],
    );
  });
}
