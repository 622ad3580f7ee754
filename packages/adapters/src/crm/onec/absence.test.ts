/** When 1C may be believed that a record is not there. */
import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../http/index.ts';
import { refusalOf } from './refusal.ts';
import { createOnecHarness, type OnecHarness } from './simulator.ts';

const PERSON = 'Catalog_КонтактныеЛица';
const TASK = 'Task_ЗадачаИсполнителя';
const NOBODY = '11111111-2222-3333-4444-555555555555';

/** The administrator takes the object out of the interface. */
const unpublish = ({ base }: OnecHarness, set: string) =>
  void (base.schema as Map<string, unknown>).delete(set);
const paths = ({ wire }: OnecHarness) => wire!.requests.map(({ url }) => decodeURIComponent(String(url)));

describe('a record of 1C', () => {
  it('that is not there is said to be none', async () => {
    const harness = await createOnecHarness();
    expect(await harness.clock.run(() => harness.crm.parties!.get(NOBODY))).toBeUndefined();
    expect(await harness.clock.run(() => harness.crm.tasks!.get(NOBODY))).toBeUndefined();
  });

  it('is not said to be gone when its set is no longer published, whether or not that is known already', async () => {
    const harness = await createOnecHarness();
    const party = await harness.seed.party({ name: 'Ганна', phones: ['+380671112233'] });
    const task = await harness.seed.task!({ title: 'Передзвонити', partyId: party });
    const person = String(harness.base.put(PERSON, { Description: 'Олег' })['Ref_Key']);
    const get = (id: string) => harness.clock.run(() => harness.crm.parties!.get(id));
    expect(await get(person)).toMatchObject({ id: person });
    expect(await harness.clock.run(() => harness.crm.tasks!.get(task))).toMatchObject({ id: task });
    unpublish(harness, PERSON);
    unpublish(harness, TASK);
    await expect(get(person)).rejects.toMatchObject({ code: 'unsupported', hint: /published/ });
    await harness.clock.run(() => harness.crm.checkConnection());
    await expect(get(person)).rejects.toMatchObject({ code: 'unsupported', hint: /OData/ });
    await expect(harness.clock.run(() => harness.crm.tasks!.get(task))).rejects.toMatchObject({
      code: 'unsupported',
    });
    expect(await get(party)).toMatchObject({ id: party });
  });

  it('is not said to be gone when the web server knows no 1C at the address', () => {
    const { code, hint } = refusalOf({ status: 404, text: '<h1>Not Found</h1>' } as HttpAnswer, PERSON);
    expect(code).toBe('unavailable');
    expect(hint).toMatch(/published on the web server/);
  });
});

describe('a look by the way whether the base works', () => {
  it('does not read the whole description anew; an administrator’s does', async () => {
    const harness = await createOnecHarness();
    const check = async (background: boolean) => {
      const before = paths(harness).length;
      const { ok } = await harness.clock.run(() => harness.crm.checkConnection({ background }));
      expect(ok).toBe(true);
      return paths(harness).slice(before);
    };
    await check(false);
    const cheap = await check(true);
    expect(cheap.length).toBeGreaterThan(0);
    expect(cheap.filter((path) => !path.includes('$top=1'))).toEqual([]);
    expect((await check(false)).some((path) => path.includes('$metadata'))).toBe(true);
  });
});
