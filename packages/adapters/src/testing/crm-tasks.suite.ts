/** Tasks about a customer. */
import assert from 'node:assert/strict';
import { Task } from '@ringback/model';
import type { TasksGroup } from '../crm/contract.ts';
import type { CrmRun } from './crm-run.ts';
import { there } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

const DUE = '2026-12-01T09:00:00.000Z';

export function tasksTests({ it }: SuiteRunner, suite: CrmRun): void {
  const tasks = <T>(work: (group: Required<TasksGroup>) => Promise<T>): Promise<T> =>
    suite.run((crm) => work(there(crm.tasks) as Required<TasksGroup>));

  it('lists a customer’s tasks, what is due first comes first', async () => {
    const seed = there(suite.harness.seed.task);
    const [one, other] = [await suite.seed(), await suite.seed()];
    const later = await seed({ title: 'Потім', partyId: one, dueAt: '2026-12-05T09:00:00.000Z' });
    const sooner = await seed({ title: 'Спершу', partyId: one, dueAt: DUE });
    const sometime = await seed({ title: 'Колись', partyId: one });
    await seed({ title: 'Чуже', partyId: other });
    const { items } = await tasks(({ list }) => list({ partyId: one }));
    for (const task of items) Task.parse(task);
    assert.deepEqual(
      items.map(({ id }) => id),
      [sooner, later, sometime],
    );
    assert.equal(items[0]?.dueAt, DUE);
    assert.equal(items[0]?.partyId, one);
    assert.deepEqual(await tasks(({ get }) => get(sooner)), items[0]);
    assert.equal(await tasks(({ get }) => get('999999999')), undefined);
  });

  if (!suite.manifest.capabilities.includes('tasks.write')) return;

  it('creates once, and is done in the end', async () => {
    const partyId = await suite.seed();
    const input = { title: 'Передзвонити 📞', description: 'про доставку', dueAt: DUE, partyId };
    const options = suite.write();
    const task = await tasks(({ create }) => create(input, options));
    assert.equal((await tasks(({ create }) => create(input, options))).id, task.id);
    assert.deepEqual(
      [task.title, task.description, task.dueAt, task.partyId, task.state],
      [input.title, input.description, DUE, partyId, 'open'],
    );
    const done = await tasks(({ update }) => update(task.id, { state: 'done' }, suite.write()));
    assert.equal(done.state, 'done');
    assert.deepEqual((await tasks(({ list }) => list({ partyId, open: true }))).items, []);
    assert.equal((await tasks(({ list }) => list({ partyId }))).items.length, 1);
  });

  it('what is not there cannot be changed', async () => {
    await assert.rejects(
      tasks(({ update }) => update('999999999', { title: 'Ніяке' }, suite.write())),
      { code: 'not-found' },
    );
  });
}
