/** Deals, leads, tasks, processes and the history over HTTP, on Ringback's own store. */
import {
  CallerCardSettings,
  CLAIM_PROCESS,
  type Deal,
  type Funnel,
  type LeadFunnel,
  type Lead,
  type Party,
  type Process,
  type SavedView,
  type Task,
  type TimelineEntry,
} from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCall, aCallback } from '../store/store.fixtures.ts';
import { startDesk, type TestDesk } from './desk.fixtures.ts';
import { createReminders } from './reminders.ts';

let desk: TestDesk;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.close());

const at = (ms: number) => new Date(desk.deps.now().getTime() + ms).toISOString();
async function made<T>(url: string, body: object, login = 'olena'): Promise<T> {
  const answer = await desk.ask(login, 'POST', url, body);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body;
}
async function read<T>(url: string, login = 'olena'): Promise<T> {
  const answer = await desk.ask(login, 'GET', url);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
}
async function setUp(settings: object): Promise<void> {
  const headers = await desk.signIn('admin');
  const payload = { settings, version: 1 };
  const answer = await desk.app.inject({ method: 'PUT', url: '/api/v1/settings', headers, payload });
  expect(answer.statusCode).toBe(200);
}
const party = (more: object = {}) =>
  made<Party>('/parties', { name: 'Оксана', kind: 'client', phones: ['067 123 45 01'], ...more });
const events = async () =>
  (await desk.store.events.since(0, 500)).events.map(({ event }) => event.type as string);
const trail = async (entity: string, id: string) =>
  (await desk.store.audit.ofEntity(entity, id)).map(({ field }) => field);

describe('Deals', () => {
  it('of two who move one at once the second hears how it is now, and nothing of the first is lost', async () => {
    const deal = await made<Deal>('/deals', { title: 'Tea', partyId: (await party()).id });
    const seen = { ifUnmodifiedSince: deal.updatedAt };
    const first = await desk.ask('olena', 'PATCH', `/deals/${deal.id}`, { stageId: 'offer', ...seen });
    const second = await desk.ask('andriy', 'PATCH', `/deals/${deal.id}`, { title: 'Green tea', ...seen });
    expect(first.status).toBe(200);
    expect(second).toMatchObject({
      status: 409,
      body: { code: 'conflict', current: { stage: { id: 'offer' } } },
    });
    const { updatedAt } = (second.body as { current: Deal }).current;
    const again = { title: 'Green tea', ifUnmodifiedSince: updatedAt };
    expect(await desk.ask('andriy', 'PATCH', `/deals/${deal.id}`, again)).toMatchObject({
      ...{ status: 200, body: { title: 'Green tea', stage: { id: 'offer' } } },
    });
    expect(await trail('deal', deal.id)).toEqual(expect.arrayContaining(['stage', 'title']));
    expect((await read<object[]>(`/deals/${deal.id}/history`)).length).toBe(2);
  });

  it('goods make the amount, to the hundredth, and only in one currency', async () => {
    const line = (amount: number, quantity: number, currency = 'UAH') => ({
      ...{ name: 'Cup', quantity, price: { amount, currency } },
    });
    const deal = await made<Deal>('/deals', { title: 'Cups', lines: [line(0.1, 1), line(0.2, 1)] });
    expect(deal.amount).toEqual({ amount: 0.3, currency: 'UAH' });
    const mixed = await desk.ask('olena', 'POST', '/deals', {
      title: 'X',
      lines: [line(1, 1), line(1, 1, 'EUR')],
    });
    expect(mixed.status).toBe(400);
  });

  it('is not lost without a reason, and may be with one (S027)', async () => {
    const deal = await made<Deal>('/deals', { title: 'Tea' });
    const lost = (more: object) =>
      desk.ask('olena', 'PATCH', `/deals/${deal.id}`, { stageId: 'lost', ...more });
    expect(await lost({})).toMatchObject({ status: 400, body: { fields: { lostReason: 'is required' } } });
    expect(await lost({ lostReason: 'too expensive' })).toMatchObject({ status: 200 });
  });

  it('the board counts each column and what it comes to; lists are filtered, ordered and paged', async () => {
    for (const [title, amount] of [
      ['one', 10],
      ['two', 30],
      ['three', 20],
    ] as const)
      await made('/deals', { title, amount: { amount, currency: 'UAH' }, closesAt: at(-HOUR) });
    const { columns } = await read<{ columns: { count: number; amounts: object[]; items: Deal[] }[] }>(
      '/deals/board',
    );
    expect(columns.map(({ count }) => count)).toEqual([3, 0, 0, 0, 0]);
    expect(columns[0]?.amounts).toEqual([{ amount: 60, currency: 'UAH' }]);
    const page = await read<{ items: Deal[]; next: string }>('/deals?sort=amount&limit=2&overdue=true');
    const rest = await read<{ items: Deal[]; next?: string }>(
      `/deals?sort=amount&limit=2&overdue=true&cursor=${page.next}`,
    );
    expect([...page.items, ...rest.items].map(({ title }) => title)).toEqual(['two', 'three', 'one']);
    expect(rest.next).toBeUndefined();
    expect((await read<{ items: Deal[] }>('/deals?words=THR')).items).toHaveLength(1);
    expect((await desk.ask('olena', 'GET', '/deals?cursor=nonsense')).status).toBe(400);
  });

  it('whoever may not is refused, and the same key is the same deal', async () => {
    expect((await desk.ask('marta', 'GET', '/deals')).status).toBe(403);
    const twice = [1, 2].map(() => desk.ask('olena', 'POST', '/deals', { title: 'Tea' }, 'key-1'));
    const ids = (await Promise.all(twice)).map(({ body }) => (body as Deal).id);
    expect(new Set(ids).size).toBe(1);
    expect((await events()).filter((type) => type === 'deal.created')).toHaveLength(1);
  });
});

describe('The funnel', () => {
  it('is made of the steps that were kept, agrees with the list, and is of one source and time', async () => {
    const deal = (title: string, more: object = {}) =>
      made<Deal>('/deals', { title, source: 'site', ...more });
    const won = await deal('Won', { amount: { amount: 100, currency: 'UAH' } });
    const lost = await deal('Lost');
    await deal('Open', { source: 'call' });
    const move = async (id: string, patch: object) =>
      expect((await desk.ask('olena', 'PATCH', `/deals/${id}`, patch)).status).toBe(200);
    await move(won.id, { stageId: 'offer' });
    desk.pass(2 * 24 * HOUR);
    await move(won.id, { stageId: 'won' });
    await move(lost.id, { stageId: 'lost', lostReason: 'no answer' });
    const funnel = await read<Funnel>('/deals/funnel?by=source');
    expect(funnel).toMatchObject({
      ...{ total: 3, won: { count: 1, amounts: [{ amount: 100, currency: 'UAH' }], medianDays: 2 } },
      lost: {
        ...{ count: 1, reasons: [{ reason: 'no answer', count: 1 }] },
        from: [{ stageId: 'new', count: 1 }],
      },
    });
    expect(funnel.stages.map(({ stage, reached }) => [stage.id, reached])).toEqual([
      ['new', 3],
      ['offer', 1],
      ['payment', 1],
      ['won', 1],
    ]);
    expect(funnel.groups?.map(({ id, total }) => [id, total])).toEqual([
      ['site', 2],
      ['call', 1],
    ]);
    expect((await read<Funnel>('/deals/funnel?source=call')).total).toBe(1);
    expect((await read<Funnel>(`/deals/funnel?from=${at(0)}`)).total).toBe(0);
    expect((await read<{ crm: string[] }>('/session')).crm).toContain('deals.funnel');
  });
});

describe('Leads', () => {
  const lead = (more: object = {}) =>
    made<Lead>('/leads', { title: 'Call', name: 'Ivan', phones: ['0501112233'], ...more });

  it('nobody’s, without a task, or untouched for a day is shown as unattended until somebody looks after it', async () => {
    const { id, phones } = await lead();
    const why = async () =>
      (await read<{ items: { lead: Lead; why: string[] }[] }>('/leads/unattended')).items[0]?.why;
    expect(phones).toEqual(['+380501112233']);
    expect(await why()).toEqual(['no-owner', 'no-task']);
    desk.pass(25 * HOUR);
    expect(await why()).toEqual(['no-owner', 'no-task', 'untouched']);
    await desk.store.transaction((tx) =>
      desk.store.calls.insert(tx, {
        ...{
          call: { ...aCall('c1'), number: phones[0] ?? '', startedAt: at(0), state: 'ended', endedAt: at(0) },
        },
        ...{ audience: [], bridgeId: undefined },
      }),
    );
    expect(await why()).toEqual(['no-owner', 'no-task']);
    const agents = await desk.store.agents.list();
    await desk.ask('olena', 'PATCH', `/leads/${id}`, { responsibleId: agents[0]?.id ?? '' });
    await made('/tasks', { title: 'Call Ivan', leadId: id });
    expect(await why()).toBeUndefined();
  });

  it('becomes a customer and a deal once, or is rejected with its reason', async () => {
    const { id } = await lead();
    const convert = () => desk.ask('olena', 'POST', `/leads/${id}/convert`, { dealTitle: 'First order' });
    expect(await convert()).toMatchObject({
      ...{
        status: 200,
        body: {
          lead: { status: { outcome: 'converted' } },
          party: { name: 'Ivan' },
          deal: { title: 'First order' },
        },
      },
    });
    expect((await convert()).status).toBe(409);
    const other = await lead({ name: 'Petro', phones: [] });
    expect(await desk.ask('olena', 'POST', `/leads/${other.id}/reject`, { reason: 'spam' })).toMatchObject({
      body: { status: { outcome: 'rejected' }, rejectReason: 'spam' },
    });
    expect((await read<{ items: Lead[] }>('/leads?outcome=rejected')).items.map(({ name }) => name)).toEqual([
      'Petro',
    ]);
  });
});

describe('The funnel of leads', () => {
  it('tells who was taken, answered and converted how soon, and why others were given up; it agrees with the list', async () => {
    const lead = (name: string, more: object = {}) =>
      made<Lead>('/leads', { title: name, name, phones: [], source: 'site', ...more });
    const does = async (method: 'PATCH' | 'POST', path: string, body: object) =>
      expect((await desk.ask('olena', method, path, body)).status).toBe(200);
    const [agent] = await desk.store.agents.list();
    const talked = await lead('Talked', { phones: ['050 111 22 33'] });
    const rejected = await lead('Rejected', { source: 'call' });
    await lead('Nobody’s');
    desk.pass(HOUR);
    await does('PATCH', `/leads/${talked.id}`, { responsibleId: agent?.id });
    desk.pass(HOUR);
    const call = { ...aCall('c1'), number: talked.phones[0]!, startedAt: at(0), connectedAt: at(0) };
    await desk.store.transaction((tx) =>
      desk.store.calls.insert(tx, {
        ...{ call: { ...call, state: 'ended', endedAt: at(MINUTE) }, audience: [], bridgeId: undefined },
      }),
    );
    await does('POST', `/leads/${rejected.id}/reject`, { reason: 'spam' });
    desk.pass(2 * HOUR);
    await does('POST', `/leads/${talked.id}/convert`, {});
    const funnel = await read<LeadFunnel>('/leads/funnel?by=source');
    expect(funnel).toMatchObject({
      ...{ total: 3, taken: { count: 2, medianHours: 1.5 }, answered: { count: 2, medianHours: 2 } },
      converted: { count: 1, medianHours: 4 },
      rejected: { count: 1, reasons: [{ reason: 'spam', count: 1 }] },
    });
    expect(funnel.groups?.map(({ id, total, rejected: given }) => [id, total, given])).toEqual([
      ['site', 2, 0],
      ['call', 1, 1],
    ]);
    for (const { status, count } of funnel.statuses) {
      const { items } = await read<{ items: Lead[] }>(`/leads?statusId=${status.id}`);
      expect([status.id, count]).toEqual([status.id, items.length]);
    }
    const total = async (query: string) => (await read<LeadFunnel>(`/leads/funnel?${query}`)).total;
    expect(await total('source=call')).toBe(1);
    expect(await total(`responsibleId=${agent?.id}`)).toBe(1);
    expect(await total(`from=${at(0)}`)).toBe(0);
    expect((await desk.ask('marta', 'GET', '/leads/funnel')).status).toBe(403);
    expect((await read<{ crm: string[] }>('/session')).crm).toContain('leads.funnel');
  });
});

describe('Tasks', () => {
  const reminders = () =>
    createReminders({
      ...{ store: desk.store, crm: desk.deps.crm, now: desk.deps.now, log: desk.deps.log },
      ...{ tasks: desk.deps.desk.tasks, timers: desk.timers },
    });

  it('the reminder comes at its time, once, to its person, and also after the gateway was down at that moment', async () => {
    const { id: partyId } = await party();
    const task = await made<Task>('/tasks', {
      title: 'Call',
      partyId,
      remindAt: at(5 * MINUTE),
      kind: 'call',
    });
    const first = reminders();
    first.start();
    await first.idle();
    expect(await events()).not.toContain('task.reminder');
    await first.stop();
    desk.pass(10 * MINUTE);
    const second = reminders();
    second.start();
    await second.idle();
    second.wake();
    await second.idle();
    await second.stop();
    expect((await events()).filter((type) => type === 'task.reminder')).toHaveLength(1);
    const told = await read<object[]>('/tasks/reminders');
    expect(told).toMatchObject([{ task: { id: task.id }, phone: '+380671234501' }]);
    expect(await read('/tasks/reminders', 'andriy')).toEqual([]);
  });

  it('is put off, comes again then, and is over when it was seen or the task is done', async () => {
    const task = await made<Task>('/tasks', { title: 'Call', remindAt: at(MINUTE) });
    const worker = reminders();
    worker.start();
    await worker.idle();
    desk.pass(MINUTE);
    await worker.idle();
    expect(await read<object[]>('/tasks/reminders')).toHaveLength(1);
    await desk.ask('olena', 'POST', `/tasks/${task.id}/snooze`, { until: at(10 * MINUTE) });
    expect(await read('/tasks/reminders')).toEqual([]);
    await worker.idle();
    desk.pass(10 * MINUTE);
    await worker.idle();
    expect(await read<object[]>('/tasks/reminders')).toHaveLength(1);
    expect(await desk.ask('olena', 'POST', `/tasks/${task.id}/snooze`, { until: at(-MINUTE) })).toMatchObject(
      { status: 400 },
    );
    await desk.ask('olena', 'PATCH', `/tasks/${task.id}`, { state: 'done' });
    expect(await read('/tasks/reminders')).toEqual([]);
    await worker.stop();
  });

  it('a calendar’s range has what is due in it, and a task is moved to another day', async () => {
    const [monday, tuesday] = [at(24 * HOUR), at(48 * HOUR)];
    const { id } = await made<Task>('/tasks', { title: 'Call', dueAt: monday });
    await made('/tasks', { title: 'Some day' });
    const range = (from: string, to: string) => read<{ items: Task[] }>(`/tasks?from=${from}&to=${to}`);
    expect((await range(monday, tuesday)).items).toHaveLength(1);
    await desk.ask('olena', 'PATCH', `/tasks/${id}`, { dueAt: tuesday });
    expect((await range(monday, tuesday)).items).toHaveLength(0);
    expect((await read<{ items: Task[] }>('/tasks?states=open&states=in-progress')).items).toHaveLength(2);
  });
});

describe('Processes', () => {
  it('a claim about a deal is led by its matrix; its task is a real one, and blocks until it is done', async () => {
    const { id: partyId } = await party();
    const deal = await made<Deal>('/deals', { title: 'Tea', partyId });
    const process = await made<Process>('/processes', {
      definitionId: 'claim',
      subject: { kind: 'deal', id: deal.id },
    });
    const step = (what: string, body: object) =>
      desk.ask('olena', 'POST', `/processes/${process.id}/${what}`, body);
    expect(process).toMatchObject({ partyId, dealId: deal.id, status: { id: 'received' } });
    expect(await step('move', { statusId: 'examined' })).toMatchObject({
      status: 409,
      body: { fields: { 'steps.what': 'What is wrong?' } },
    });
    const { version } = await read<Process>(`/processes/${process.id}`);
    const give = (responsibleId: string, ifVersion = version) =>
      desk.ask('olena', 'PATCH', `/processes/${process.id}`, { responsibleId, ifVersion });
    const andriy = (await desk.store.agents.list()).find(({ login }) => login === 'andriy')!;
    expect((await give('nobody-of-us')).status).toBe(404);
    expect((await give(andriy.id)).body).toMatchObject({
      responsible: { id: andriy.id, name: andriy.name },
    });
    expect(await give(process.responsible!.id)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    await step('answers', { itemId: 'what', value: 'Broken' });
    await step('answers', { itemId: 'wish', value: 'Refund' });
    expect(await step('move', { statusId: 'settled' })).toMatchObject({
      status: 409,
      body: { hint: 'It can go on to: Being examined.' },
    });
    expect((await step('move', { statusId: 'examined' })).status).toBe(200);
    await step('answers', { itemId: 'justified', value: 'yes' });
    const [task] = (await read<{ items: Task[] }>(`/tasks?dealId=${deal.id}`)).items;
    expect(task).toMatchObject({ processId: process.id, state: 'open' });
    expect(await step('move', { statusId: 'answered' })).toMatchObject({ status: 409 });
    await desk.ask('olena', 'PATCH', `/tasks/${task?.id}`, { state: 'done' });
    expect(await step('move', { statusId: 'answered' })).toMatchObject({ status: 200 });
    expect(await trail('process', process.id)).toEqual(
      expect.arrayContaining(['status', 'answer.what', 'responsible']),
    );
    const stale = await step('move', { statusId: 'settled', ifVersion: 1 });
    expect(stale).toMatchObject({ status: 409, body: { current: { id: process.id } } });
  });

  it('a head makes one, and hears what is wrong with it; an employee may not', async () => {
    const definition = {
      ...{ name: 'Return', subjects: ['party'], startStatusId: 'a', version: 0 },
      statuses: [
        { id: 'a', name: 'A', onEnter: [{ kind: 'comment', text: 'A return has begun.' }] },
        { id: 'b', name: 'B', end: 'done' },
      ],
      transitions: [{ from: 'a', to: 'b' }],
    };
    const url = '/processes/definitions/return';
    expect((await desk.ask('olena', 'PUT', url, definition)).status).toBe(403);
    const broken = await desk.ask('andriy', 'PUT', url, { ...definition, transitions: [] });
    expect(broken).toMatchObject({ status: 400, body: { fields: { 'statuses.b': expect.any(String) } } });
    expect(await desk.ask('andriy', 'PUT', url, definition)).toMatchObject({
      status: 200,
      body: { version: 1 },
    });
    expect((await desk.ask('admin', 'PUT', url, definition)).status).toBe(409);
    const { id } = await party();
    await made('/processes', { definitionId: 'return', subject: { kind: 'party', id } });
    expect((await read<{ items: TimelineEntry[] }>(`/timeline?partyId=${id}`)).items[0]?.text).toBe(
      'A return has begun.',
    );
    expect((await desk.ask('andriy', 'DELETE', url)).status).toBe(409);
    expect((await desk.ask('andriy', 'DELETE', '/processes/definitions/claim')).status).toBe(204);
    expect((await read<object[]>('/processes/definitions')).length).toBe(1);
  });
});

describe('The history of a customer', () => {
  it('is one list of calls and what was written by hand, of every kind, newest first and paged (S063, S064)', async () => {
    const { id: partyId } = await party();
    const kinds = ['call', 'mail', 'note', 'message', 'meeting', 'site-request', 'other'];
    for (const [index, kind] of kinds.entries())
      await made('/timeline', { kind, partyId, text: kind, at: at(-index * HOUR) });
    const person = { system: 'local', id: partyId, name: 'Оксана', kind: 'client' };
    await desk.store.transaction((tx) =>
      desk.store.calls.insert(tx, {
        call: { ...aCall('c1'), party: person, comment: 'ours', startedAt: at(-90 * MINUTE) },
        ...{ audience: [], bridgeId: undefined },
      }),
    );
    const texts: string[] = [];
    let next: string | undefined;
    do {
      const cursor: string = next === undefined ? '' : `&cursor=${next}`;
      const page = await read<{ items: TimelineEntry[]; next?: string }>(
        `/timeline?partyId=${partyId}&limit=3${cursor}`,
      );
      expect(page.items.length).toBeLessThanOrEqual(3);
      texts.push(...page.items.map(({ text }) => text));
      next = page.next;
    } while (next !== undefined);
    expect(texts).toEqual(['call', 'mail', 'ours', 'note', 'message', 'meeting', 'site-request', 'other']);
    const meetings = await read<{ items: TimelineEntry[] }>(`/timeline?partyId=${partyId}&kinds=meeting`);
    expect(meetings.items).toHaveLength(1);
    const entry = meetings.items[0];
    expect(await desk.ask('olena', 'PATCH', `/timeline/${entry?.id}`, { kind: 'note' })).toMatchObject({
      body: { kind: 'note' },
    });
    expect(await events()).toContain('timeline.changed');
  });

  it('has what he asked for on the site; a lead’s has its calls and requests by their numbers', async () => {
    const { id: partyId, phones } = await party();
    const lead = await made<Lead>('/leads', { title: 'Call', name: 'Ivan', phones: ['0501112233'] });
    const page = { url: 'https://shop.example/lamp', title: 'Oak lamp' };
    await desk.store.transaction(async (tx) => {
      for (const [index, number] of [phones[0] ?? '', lead.phones[0] ?? ''].entries())
        await desk.store.callbacks.insert(tx, {
          callback: aCallback(`cb${index}`, { number, page, message: 'Is it oiled?', state: 'completed' }),
          token: `t${index}`,
        });
      // He was on a list, and in a queue: on the site he has asked for nothing then.
      const campaign = { id: 'spring', name: 'Spring', group: 'sales' };
      const queue = { group: 'sales', name: 'Sales', callId: 'c0' };
      for (const [index, why] of [{ campaign }, { queue }].entries())
        await desk.store.callbacks.insert(tx, {
          callback: aCallback(`other${index}`, { number: phones[0] ?? '', state: 'completed', ...why }),
          token: `other${index}`,
        });
      const call = { ...aCall('c1'), number: lead.phones[0] ?? '', startedAt: at(HOUR) };
      await desk.store.calls.insert(tx, { call, audience: [], bridgeId: undefined });
    });
    const of = async (query: string) =>
      (await read<{ items: TimelineEntry[] }>(`/timeline?${query}`)).items.map(({ kind, id }) => [kind, id]);
    expect(await of(`partyId=${partyId}`)).toEqual([['site-request', 'cb0']]);
    expect(await of(`leadId=${lead.id}`)).toEqual([
      ['call', 'c1'],
      ['site-request', 'cb1'],
    ]);
    const [request] = (await read<{ items: TimelineEntry[] }>(`/timeline?partyId=${partyId}`)).items;
    expect(request).toMatchObject({
      title: 'Oak lamp',
      text: 'Is it oiled?',
      direction: 'in',
      number: phones[0],
    });
  });
});

describe('The history of a deal', () => {
  it('has the calls that agents said were about it (S056)', async () => {
    const deal = await made<Deal>('/deals', { title: 'Tea', partyId: (await party()).id });
    const about = { system: 'local', id: deal.id, title: deal.title };
    for (const [id, more] of [['c1', { deal: about }] as const, ['c2', {}] as const])
      await desk.store.transaction((tx) =>
        desk.store.calls.insert(tx, {
          call: { ...aCall(id), comment: id, ...more },
          ...{ audience: [], bridgeId: undefined },
        }),
      );
    const { items } = await read<{ items: TimelineEntry[] }>(`/timeline?dealId=${deal.id}`);
    expect(items.map(({ text, dealId }) => [text, dealId])).toEqual([['c1', deal.id]]);
  });
});

describe('The caller card', () => {
  it('shows the blocks in the order that the firm has set, without those that it hides', async () => {
    const before = await read<{ blocks: string[] }>('/layouts/caller-card');
    expect(before).toMatchObject({ directoryDrafts: true });
    const { settings, version } = desk.deps.settings.stored();
    const wanted = [{ block: 'cart' }, { block: 'script', shown: false }, { block: 'deals' }];
    const callerCard = { blocks: wanted, directoryDrafts: false };
    const crm = { ...settings.crm, callerCard: CallerCardSettings.parse(callerCard) };
    const [agent] = await desk.store.agents.list();
    await desk.deps.settings.change({ settings: { ...settings, crm }, version }, agent!);
    const { blocks, ...rest } = await read<{ blocks: string[] }>('/layouts/caller-card');
    expect(rest).toEqual({ directoryDrafts: false });
    expect(blocks.slice(0, 2)).toEqual(['cart', 'deals']);
    expect([...blocks].sort()).toEqual(before.blocks.filter((block) => block !== 'script').sort());
  });
});

describe('A number of an unknown firm', () => {
  const FIRM = '+380441112233';
  const entry = {
    ...{ name: 'ТОВ «Карпати»', phones: [FIRM], taxId: '3210987654', address: 'Київ' },
    ...{ source: 'Yellow Pages', sourceUrl: 'https://directory.example/firms/7' },
  };
  const directory = { lookup: async (number: string) => (number === FIRM ? entry : undefined) };
  const draft = (number: string) => desk.ask('olena', 'POST', '/directory/drafts', { number });

  it('becomes a draft that names its source, once, and a customer when somebody has confirmed it', async () => {
    await desk.close();
    desk = await startDesk((local) => ({ crm: { ...local, directory } }));
    const { body, status } = await draft('044 111-22-33');
    expect(status).toBe(201);
    const about = { source: 'Yellow Pages', url: 'https://directory.example/firms/7' };
    expect(body).toMatchObject({ name: entry.name, nature: 'organization', phones: [FIRM], draft: about });
    const { id } = body as Party;
    expect((await draft(FIRM)).body).toMatchObject({ id });
    expect((await read<{ items: Party[] }>('/parties/list?draft=true')).items.map((one) => one.id)).toEqual([
      id,
    ]);
    await desk.ask('olena', 'PATCH', `/parties/${id}`, { confirmed: true });
    expect(await read<Party>(`/parties/${id}`)).not.toHaveProperty('draft');
  });

  it('makes no draft of somebody who is known, by number or by tax number, nor of whom the directory does not know', async () => {
    await desk.close();
    desk = await startDesk((local) => ({ crm: { ...local, directory } }));
    const known = await party({ name: 'Карпати', phones: ['067 123 45 02'], taxId: entry.taxId });
    expect((await draft(FIRM)).body).toMatchObject({ id: known.id });
    expect((await draft('+380441112234')).status).toBe(404);
  });

  it('is only told where the system of record keeps no drafts', async () => {
    await desk.close();
    desk = await startDesk((local) => ({
      crm: { ...local, directory, manifest: { ...local.manifest, writes: {} } },
    }));
    expect((await draft(FIRM)).status).toBe(501);
    expect(await read(`/directory?number=${encodeURIComponent(FIRM)}`)).toMatchObject({ name: entry.name });
    const session = await desk.ask('olena', 'GET', '/session');
    const { crm } = session.body as { crm: string[] };
    expect(crm).toContain('directory.lookup');
    expect(crm).not.toContain('directory.draft');
  });
});

describe('Customers', () => {
  it('two become one, and two again, each with what was his', async () => {
    const keep = await party();
    const drop = await party({
      name: 'Оксана К.',
      phones: ['0503334455'],
      email: 'o@k.example',
      tags: ['retail'],
    });
    const deal = await made<Deal>('/deals', { title: 'Tea', partyId: drop.id });
    const ref = ({ system, id, name, kind }: Party) => ({ system, id, name, kind });
    const over = { state: 'ended', endedAt: at(0) } as const;
    await desk.store.transaction(async (tx) => {
      for (const [id, whose] of [
        ['his', drop],
        ['hers', keep],
      ] as const)
        await desk.store.calls.insert(tx, {
          ...{ call: aCall(id, { ...over, party: ref(whose) }), audience: ['olena'], bridgeId: undefined },
        });
    });
    const callsOf = async ({ id }: Party) =>
      (await desk.store.calls.list({ partyId: id })).items.map((call) => call.id).sort();
    const merged = await desk.ask('olena', 'POST', `/parties/${keep.id}/merge`, { dropId: drop.id });
    expect(await callsOf(keep)).toEqual(['hers', 'his']);
    expect(await events()).toContain('call.updated');
    const { undoId } = merged.body as { undoId: string };
    expect(merged.body).toMatchObject({
      party: { phones: ['+380671234501', '+380503334455'], email: 'o@k.example' },
    });
    expect((await read<Deal>(`/deals/${deal.id}`)).party?.id).toBe(keep.id);
    expect((await desk.ask('olena', 'GET', `/parties/${drop.id}`)).status).toBe(404);
    const undone = await desk.ask('olena', 'POST', `/parties/merges/${undoId}/undo`);
    expect(undone.body).toMatchObject({
      kept: { phones: ['+380671234501'] },
      restored: { phones: ['+380503334455'], tags: ['retail'] },
    });
    expect((undone.body as { kept: Party }).kept.email).toBeUndefined();
    expect((await read<Deal>(`/deals/${deal.id}`)).party?.id).toBe(drop.id);
    expect([await callsOf(keep), await callsOf(drop)]).toEqual([['hers'], ['his']]);
    expect(await trail('call', 'his')).toEqual(['party', 'party']);
    expect(
      (await read<{ field: string }[]>(`/parties/${drop.id}/history`)).map(({ field }) => field),
    ).toContain('mergedInto');
  });

  it('that are made one take the talk of a colleague along, and give it back', async () => {
    const keep = await party();
    const drop = await party({ name: 'Оксана К.', phones: ['0503334455'] });
    const { system, id, name, kind } = drop;
    await desk.store.transaction((tx) =>
      desk.store.calls.insert(tx, {
        ...{ call: aCall('talk', { state: 'connected', party: { system, id, name, kind } }) },
        ...{ audience: ['andriy'], bridgeId: undefined },
      }),
    );
    await desk.ask('olena', 'POST', `/parties/${keep.id}/merge`, { dropId: drop.id });
    await desk.ask('olena', 'POST', `/parties/merges/${drop.id}/undo`);
    expect(desk.calls.asked.filter((asked) => asked.name === 'reassign')).toEqual([
      { name: 'reassign', args: [{ fromId: drop.id, toId: keep.id, actor: 'olena', only: undefined }] },
      { name: 'reassign', args: [{ fromId: keep.id, toId: drop.id, actor: 'olena', only: ['talk'] }] },
    ]);
  });

  it('of two values the chosen one survives, and taking the merge back brings the other one back', async () => {
    const keep = await party({ email: 'old@k.example', tags: ['retail'], custom: { region: 'Lviv' } });
    const firm = { name: 'Firm', nature: 'organization', phones: ['0443900112'] };
    const drop = await party({ ...firm, email: 'new@k.example', tags: ['wholesale'], custom: { size: 'L' } });
    const person = await party({ name: 'Worker', phones: ['0443900113'], organizationId: drop.id });
    const merged = await desk.ask('olena', 'POST', `/parties/${keep.id}/merge`, {
      ...{ dropId: drop.id, take: ['email', 'nature'] },
    });
    expect(merged.body).toMatchObject({
      party: {
        ...{ name: 'Оксана', email: 'new@k.example', nature: 'organization' },
        ...{ tags: ['retail', 'wholesale'], custom: { region: 'Lviv', size: 'L' } },
      },
    });
    expect((await read<Party>(`/parties/${person.id}`)).organization?.id).toBe(keep.id);
    await desk.ask('olena', 'PATCH', `/parties/${keep.id}`, { address: 'Kyiv' });
    const undone = await desk.ask('olena', 'POST', `/parties/merges/${drop.id}/undo`);
    expect(undone.body).toMatchObject({
      kept: {
        ...{ email: 'old@k.example', tags: ['retail'], custom: { region: 'Lviv' }, address: 'Kyiv' },
        phones: keep.phones,
      },
      restored: { email: 'new@k.example', nature: 'organization' },
    });
    expect((undone.body as { kept: Party }).kept.nature).toBeUndefined();
    expect((await read<Party>(`/parties/${person.id}`)).organization?.id).toBe(drop.id);
  });

  it('changed by two at once: the second hears how it is now', async () => {
    const before = await party();
    const seen = { ifUnmodifiedSince: before.updatedAt };
    const url = `/parties/${before.id}`;
    expect((await desk.ask('andriy', 'PATCH', url, { name: 'Оксана Коваленко', ...seen })).status).toBe(200);
    expect(await desk.ask('olena', 'PATCH', url, { kind: 'partner', ...seen })).toMatchObject({
      status: 409,
      body: { code: 'conflict', current: { name: 'Оксана Коваленко', kind: 'client' } },
    });
  });

  it('lose no required field, and take numbers away and put them in order', async () => {
    const before = await party({ email: 'o@k.example' });
    const url = `/parties/${before.id}`;
    const settings = desk.deps.settings.current();
    const required = [...settings.crm.required, { entity: 'party', fields: ['email'] }];
    const next = { ...settings, crm: { ...settings.crm, required } };
    await setUp(next);
    expect(await desk.ask('olena', 'PATCH', url, { email: '' })).toMatchObject({
      ...{ status: 400, body: { fields: { email: 'is required' } } },
    });
    const patch = { phones: ['0503334455', '067 123 45 01'], taxId: '1', nature: 'organization' };
    expect((await desk.ask('olena', 'PATCH', url, patch)).body).toMatchObject({
      ...{ phones: ['+380503334455', '+380671234501'], nature: 'organization' },
    });
    const emptied = await desk.ask('olena', 'PATCH', url, { phones: ['0503334455'], taxId: '' });
    expect(emptied.body).toMatchObject({ phones: ['+380503334455'] });
    expect((emptied.body as Party).taxId).toBeUndefined();
  });

  it('are listed by kind, segment, words and firm, main contact first', async () => {
    const firm = await party({ name: 'Firm', nature: 'organization', phones: ['0443900112'] });
    const second = { phones: ['0501110000'], organizationId: firm.id, tags: ['wholesale'] };
    await party({ name: 'Main', organizationId: firm.id });
    await party({ name: 'Assistant', kind: 'partner', ...second });
    const names = async (query: string) =>
      (await read<{ items: Party[] }>(`/parties/list?${query}`)).items.map(({ name }) => name);
    expect(await names(`organizationId=${firm.id}`)).toEqual(['Main', 'Assistant']);
    expect(await names('kind=partner')).toEqual(['Assistant']);
    expect(await names('segment=wholesale')).toEqual(['Assistant']);
    expect(await names('words=390-01')).toEqual(['Firm']);
    expect(await names('words=assis')).toEqual(['Assistant']);
  });

  it('a required field of the firm’s own is asked for in the full form and not in the quick one', async () => {
    const settings = desk.deps.settings.current();
    const required = [{ entity: 'party', fields: ['custom.region'], form: 'full' }];
    const next = { ...settings, crm: { ...settings.crm, required } };
    await setUp(next);
    const input = { name: 'Ivan', kind: 'client', phones: ['0501112233'] };
    expect(await desk.ask('olena', 'POST', '/parties', input)).toMatchObject({
      status: 400,
      body: { fields: { 'custom.region': 'is required' } },
    });
    expect((await desk.ask('olena', 'POST', '/parties?form=quick', input)).status).toBe(201);
  });
});

describe('Lists and cards', () => {
  it('show what an earlier version let somebody name with nothing that can be seen', async () => {
    const { id } = await made<SavedView>('/views', { list: 'deals', name: 'Mine' });
    const name = '\u200b';
    const definition = { ...CLAIM_PROCESS, name };
    for (const kind of ['view', 'process-definition'] as const) {
      const key = kind === 'view' ? id : definition.id;
      const row = await desk.store.records.get(kind, key);
      const data = kind === 'view' ? { ...(row!.data as SavedView), name } : definition;
      await desk.store.transaction((tx) =>
        desk.store.records.put(tx, { open: true, position: '', ...row, kind, id: key, data }),
      );
    }
    const names = async (url: string) => (await read<{ name: string }[]>(url)).map((one) => one.name);
    expect(await names('/views?list=deals')).toEqual(['?']);
    expect(await names('/processes/definitions')).toEqual(['?']);
  });

  it('views are a person’s own, one opens first, and a shared one is changed by nobody else', async () => {
    const view = (name: string, more: object = {}) =>
      made<SavedView>('/views', { list: 'deals', name, ...more });
    const first = await view('Mine', { isDefault: true, columns: ['title'] });
    const second = await view('Shared', { isDefault: true, shared: true, page: 'shop' });
    const third = await view('Newer', { isDefault: true });
    const named = async (login: string, page = '') =>
      (await read<SavedView[]>(`/views?list=deals&page=${page}`, login)).map(({ name, isDefault }) => [
        name,
        isDefault,
      ]);
    expect(await named('olena', 'shop')).toEqual([
      ['Mine', false],
      ['Newer', true],
      ['Shared', true],
    ]);
    expect(await named('andriy', 'shop')).toEqual([['Shared', true]]);
    expect(
      (await desk.ask('andriy', 'PUT', `/views/${second.id}`, { list: 'deals', name: 'X' })).status,
    ).toBe(403);
    expect((await desk.ask('olena', 'DELETE', `/views/${third.id}`)).status).toBe(204);
    expect(first.owner.name).toBe('olena');
  });

  it('an invoice has its own number and says what the deal says, as text', async () => {
    const lines = [{ name: '<b>Cup</b>', quantity: 2, price: { amount: 10, currency: 'UAH' } }];
    const deal = await made<Deal>('/deals', { title: 'Cups', lines });
    const invoice = await made<{ number: string; html: string }>('/documents', {
      templateId: 'invoice',
      dealId: deal.id,
    });
    expect(invoice.number).toBe('INV-1');
    expect(invoice.html).toContain('&lt;b&gt;Cup&lt;/b&gt;');
    expect(invoice.html).toContain('20.00 UAH');
    expect(await read<object[]>(`/documents?dealId=${deal.id}`)).toHaveLength(1);
  });

  it('the session says what this agent can do here', async () => {
    const session = await desk.app.inject({ url: '/api/v1/session', headers: await desk.signIn('olena') });
    const { crm } = session.json<{ crm: string[] }>();
    expect(crm).toEqual(expect.arrayContaining(['deals.board', 'parties.undoMerge', 'processes.start']));
    expect(crm).not.toContain('mail.send');
    expect(crm).not.toContain('processes.saveDefinition');
  });
});
