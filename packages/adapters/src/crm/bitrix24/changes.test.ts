/** What was told while nobody listened. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { HostChange } from '../contract.ts';
import { type Bitrix24Harness, createBitrix24Harness } from './simulator.ts';

let host: Bitrix24Harness;
beforeEach(async () => {
  host = await createBitrix24Harness('webhook');
});

async function poll(marker?: string): Promise<{ found: HostChange[]; marker: string; rounds: number }> {
  const found: HostChange[] = [];
  let at = marker;
  for (let rounds = 1; ; rounds += 1) {
    const step = await host.clock.run(() => host.crm.changes!.poll!(at));
    found.push(...step.changes);
    at = step.marker;
    if (!step.more) return { found, marker: at, rounds };
  }
}
const told = (found: readonly HostChange[]) => found.map(({ type, recordId }) => `${type} ${recordId}`);

describe('polling the portal', () => {
  it('begins with one request, however much is there', async () => {
    await host.seed.many(500);
    const { rounds } = await poll();
    expect(rounds).toBe(1);
    expect(host.wire!.requests).toHaveLength(1);
  });

  it('tells customers, firms, leads, deals and tasks, each once', async () => {
    const { marker } = await poll();
    await host.clock.pass(5000);
    const contact = await host.seed.party({ name: 'Ганна', phones: [] });
    const company = await host.seed.party({ name: 'ТОВ', phones: [], nature: 'organization' });
    const lead = await host.seed.lead!({ name: 'Тарас', phones: [] });
    const deal = await host.seed.deal!({ title: 'Кухня', partyId: contact });
    const first = await poll(marker);
    expect(told(first.found)).toEqual([
      `party.changed ${contact}`,
      `party.changed ${company}`,
      `party.changed lead-${lead}`,
      `lead.changed ${lead}`,
      `deal.changed ${deal}`,
    ]);
    expect((await poll(first.marker)).found).toEqual([]);
  });

  it('tells of calls, letters and meetings that were written in the portal', async () => {
    const contact = await host.seed.party({ name: 'Ганна', phones: [], email: 'h@example.com' });
    const { marker } = await poll();
    await host.clock.pass(5000);
    await host.seed.letter!({ partyId: contact, from: 'h@example.com', subject: 'Ціна', text: 'Скільки?' });
    const [activity] = host.portal.state.activities.keys();
    const first = await poll(marker);
    expect(told(first.found)).toEqual([`communication.changed ${activity}`]);
    expect((await poll(first.marker)).found).toEqual([]);
  });

  it('misses nobody of one second, on however many pages they stand and however late they come', async () => {
    const { marker } = await poll();
    await host.seed.many(120);
    const first = await poll(marker);
    expect(first.found).toHaveLength(120);
    await host.seed.party({ name: 'Остання', phones: [] });
    const second = await poll(first.marker);
    expect(second.found).toHaveLength(1);
    expect(new Set([...first.found, ...second.found].map(({ id }) => id)).size).toBe(121);
  });

  it('goes on without the right to tasks', async () => {
    host.portal.state.scopes.splice(host.portal.state.scopes.indexOf('task'), 1);
    const { marker } = await poll();
    await host.clock.pass(5000);
    await host.seed.party({ name: 'Ганна', phones: [] });
    expect((await poll(marker)).found).toHaveLength(1);
  });

  it('goes on from a marker of an earlier version, and begins only with the kinds that are new', async () => {
    const contact = await host.seed.party({ name: 'Ганна', phones: [], email: 'h@example.com' });
    const letter = { partyId: contact, from: 'h@example.com', subject: 'Ціна', text: 'Скільки?' };
    for (let nth = 0; nth < 60; nth += 1) {
      await host.seed.letter!(letter);
      await host.clock.pass(1000);
    }
    const { activity: _, ...old } = JSON.parse((await poll()).marker);
    await host.clock.pass(5000);
    const company = await host.seed.party({ name: 'ТОВ', phones: [], nature: 'organization' });
    const first = await poll(JSON.stringify(old));
    expect(first.rounds).toBe(1);
    expect(told(first.found)).toEqual([`party.changed ${company}`]);
    await host.clock.pass(5000);
    await host.seed.letter!(letter);
    const [newest] = [...host.portal.state.activities.keys()].slice(-1);
    expect(told((await poll(first.marker)).found)).toEqual([`communication.changed ${newest}`]);
  });
});
