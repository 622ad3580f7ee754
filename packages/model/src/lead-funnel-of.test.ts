import { describe, expect, it } from 'vitest';
import { leadFunnelOf } from './lead-funnel-of.ts';
import type { Lead, LeadChange, LeadStatus } from './lead.ts';

const NEW: LeadStatus = { id: 'new', name: 'New', outcome: 'open' };
const WORK: LeadStatus = { id: 'work', name: 'In work', outcome: 'open' };
const DONE: LeadStatus = { id: 'done', name: 'Customer', outcome: 'converted' };
const GONE: LeadStatus = { id: 'gone', name: 'Rejected', outcome: 'rejected' };
const OLENA = { id: 'olena', name: 'Olena' };

const at = (hour: number): string => new Date(Date.UTC(2026, 10, 2, hour)).toISOString();
const lead = (id: string, status: LeadStatus, more: Partial<Lead> = {}): Lead => ({
  ...{ system: 'local', id, title: id, name: id, phones: [], status, createdAt: at(0), updatedAt: at(0) },
  ...more,
});
const step = (leadId: string, status: LeadStatus, hour: number, responsible?: typeof OLENA): LeadChange => ({
  ...{ leadId, status, at: at(hour) },
  ...(responsible ? { responsible } : {}),
});
const funnel = (leads: readonly Lead[], more: Partial<Parameters<typeof leadFunnelOf>[0]> = {}) =>
  leadFunnelOf({ leads, statuses: [NEW, WORK, DONE, GONE], steps: [], talks: [], ...more });

describe('The funnel of leads', () => {
  it('counts who came how far, and how soon', () => {
    const leads = [
      lead('new', NEW),
      lead('taken', NEW, { responsible: OLENA }),
      lead('moved', WORK, { responsible: OLENA }),
      lead('won', DONE, { responsible: OLENA }),
      lead('lost', GONE, { rejectReason: 'spam' }),
    ];
    const steps = [
      ...[step('new', NEW, 0), step('taken', NEW, 0), step('taken', NEW, 1, OLENA)],
      ...[step('moved', WORK, 4, OLENA), step('moved', NEW, 0), step('moved', NEW, 2, OLENA)],
      ...[step('won', NEW, 0, OLENA), step('won', WORK, 6, OLENA), step('won', DONE, 48, OLENA)],
      ...[step('lost', NEW, 0), step('lost', GONE, 10)],
    ];
    const told = funnel(leads, { steps });
    expect(told).toMatchObject({
      ...{ total: 5, taken: { count: 4, medianHours: 1.5 }, answered: { count: 3, medianHours: 6 } },
      ...{ converted: { count: 1, medianHours: 48 } },
      rejected: { count: 1, reasons: [{ reason: 'spam', count: 1 }] },
    });
    expect(told.statuses.map(({ count }) => count)).toEqual([2, 1, 1, 1]);
    expect(told).not.toHaveProperty('groups');
  });

  it('is answered by a talk, also by the one that it was written down in, and not by one before it', () => {
    const number = '+380501112233';
    const talk = (from: number, to: number) => ({ number, connectedAt: at(from), endedAt: at(to) });
    const one = [lead('one', NEW, { phones: [number] })];
    expect(funnel(one, { talks: [talk(7, 8), talk(3, 4)] }).answered).toEqual({ count: 1, medianHours: 3 });
    expect(funnel(one, { talks: [talk(-1, 1)] }).answered).toEqual({ count: 1, medianHours: 0 });
    expect(funnel(one, { talks: [talk(-2, -1)] }).answered).toEqual({ count: 0 });
    expect(funnel(one, { talks: [talk(3, 4)] }).taken).toEqual({ count: 1, medianHours: 3 });
  });

  it('does not guess how soon it was where nobody has kept it', () => {
    const told = funnel([lead('won', DONE), lead('owned', NEW, { responsible: OLENA })]);
    expect([told.taken, told.answered, told.converted]).toEqual([{ count: 2 }, { count: 1 }, { count: 1 }]);
  });

  it('compares sources, persons and months', () => {
    const leads = [
      lead('a', NEW, { source: 'site', responsible: OLENA }),
      lead('b', GONE, { source: 'site' }),
      lead('c', DONE, { createdAt: '2026-10-30T10:00:00.000Z' }),
    ];
    const groups = (by: 'source' | 'responsible' | 'month') =>
      funnel(leads, { by }).groups?.map(({ id, title, total, taken, converted, rejected }) => [
        ...[id, title, total, taken, converted, rejected],
      ]);
    expect(groups('source')).toEqual([
      ['site', 'site', 2, 2, 0, 1],
      ['', '', 1, 1, 1, 0],
    ]);
    expect(groups('responsible')).toEqual([
      ['', '', 2, 2, 1, 1],
      ['olena', 'Olena', 1, 1, 0, 0],
    ]);
    expect(groups('month')?.map(([id]) => id)).toEqual(['2026-10', '2026-11']);
  });

  it('counts a lead whose status is not on the list any more', () => {
    const told = funnel([lead('old', { id: 'old', name: 'Old', outcome: 'open' })]);
    expect(told.statuses.at(-1)).toMatchObject({ status: { id: 'old' }, count: 1 });
  });
});
