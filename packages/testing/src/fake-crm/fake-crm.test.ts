import { CRM_BACKEND_GROUPS, Deal, Lead, Letter, RingbackError, Task, TimelineEntry } from '@ringback/model';
import * as z from 'zod/mini';
import { expect, it } from 'vitest';
import { createFakeBackend } from '../fake-backend.ts';
import { FIXTURE_NOW } from '../fixtures.ts';

const now = () => FIXTURE_NOW;

it('Whoever makes an element has plenty of everything, in the shape that the gateway has', async () => {
  const { deals, leads, tasks, timeline, mail } = createFakeBackend({ now });
  const pages = {
    deals: await deals?.list({ limit: 200 }),
    leads: await leads?.list(),
    tasks: await tasks?.list(),
    timeline: await timeline?.list(),
    mail: await mail?.list(),
  };
  const lengths = Object.values(pages).map((page) => page?.items.length);
  expect(lengths).toEqual([60, 40, 50, 50, 30]);
  expect(z.array(Deal).parse(pages.deals?.items)).toEqual(pages.deals?.items);
  expect(z.array(Lead).parse(pages.leads?.items)).toEqual(pages.leads?.items);
  expect(z.array(Task).parse(pages.tasks?.items)).toEqual(pages.tasks?.items);
  expect(z.array(TimelineEntry).parse(pages.timeline?.items)).toEqual(pages.timeline?.items);
  expect(z.array(Letter).parse(pages.mail?.items)).toEqual(pages.mail?.items);
});

it('Of two who move a deal at once the second hears how it is now', async () => {
  const { deals } = createFakeBackend({ now });
  const deal = await deals?.get('deal-1');
  await deals?.update?.('deal-1', { stageId: 'offer', ...(deal && { ifUnmodifiedSince: deal.updatedAt }) });
  const second = deals?.update?.('deal-1', {
    stageId: 'won',
    ...(deal && { ifUnmodifiedSince: deal.updatedAt }),
  });
  await expect(second).rejects.toMatchObject({ code: 'conflict', current: { stage: { id: 'offer' } } });
});

it('A reminder is told once, kept until it is seen, and snoozed', async () => {
  const backend = createFakeBackend({ now });
  const told: string[] = [];
  backend.follow(({ type }) => told.push(type));
  backend.remind('task-1');
  expect((await backend.tasks?.reminders())?.map(({ task }) => task.id)).toEqual(['task-1']);
  await backend.tasks?.snooze('task-1', '2026-11-23T10:00:00.000Z');
  expect(await backend.tasks?.reminders()).toEqual([]);
  expect(told).toEqual(['task.reminder', 'task.updated']);
});

it('What an agent or his host lacks is absent, and what is refused is refused', async () => {
  const bare = createFakeBackend({ now, without: CRM_BACKEND_GROUPS });
  expect(CRM_BACKEND_GROUPS.filter((group) => bare[group] !== undefined)).toEqual([]);
  expect(createFakeBackend({ now, readOnly: true }).deals?.create).toBeUndefined();
  const backend = createFakeBackend({ now });
  backend.failNext('deals.list', new RingbackError('forbidden', 'No.'));
  await expect(backend.deals?.list()).rejects.toMatchObject({ code: 'forbidden' });
  backend.goOffline();
  await expect(backend.deals?.list()).rejects.toMatchObject({ code: 'unavailable' });
});

it('Two records become one, and two again', async () => {
  const { parties } = createFakeBackend({ now });
  const merged = await parties?.merge?.('party-oksana', { dropId: 'party-mariya' });
  await expect(parties?.get?.('party-mariya')).rejects.toMatchObject({ code: 'not-found' });
  await parties?.undoMerge?.(merged?.undoId ?? '');
  expect((await parties?.get?.('party-mariya'))?.name).toBe('Марія Коваленко');
});
