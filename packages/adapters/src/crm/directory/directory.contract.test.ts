import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crmConformance } from '../../testing/index.ts';
import { manifest, readDirectory } from './index.ts';
import { createDirectoryHarness } from './simulator.ts';

/** The worked example of the documentation, to the letter. */
const page = readFileSync(new URL('../../../../../docs/adapters/directory.md', import.meta.url), 'utf8');
const definition = readDirectory(/```json\n([\s\S]*?)```/.exec(page)?.[1]);
const setup = () => createDirectoryHarness(definition);

crmConformance({ describe, it, beforeAll, afterAll }, { manifest, setup });

const NUMBER = '+380671112233';

describe('a directory', () => {
  it('tells the firm with its address, its page and its source, whatever way the number is written', async () => {
    const { crm, clock, seed } = await setup();
    await seed.directory?.({ name: 'ТОВ «Інша»', phone: '+380501112233' });
    await seed.directory?.({ name: 'ТОВ «Карпати»', phone: NUMBER });
    const entry = {
      ...{ name: 'ТОВ «Карпати»', phones: [NUMBER], address: 'Київ Хрещатик 1', taxId: '3210987654' },
      ...{ source: 'Yellow Pages', sourceUrl: 'https://directory.example/firms/2' },
    };
    for (const written of [NUMBER, '067 111-22-33'])
      expect(await clock.run(() => crm.directory!.lookup(written))).toEqual(entry);
  });

  it('asks nothing for a number that is none', async () => {
    const { crm, clock, wire } = await setup();
    expect(await clock.run(() => crm.directory!.lookup(''))).toBeUndefined();
    expect(wire?.requests).toHaveLength(0);
  });

  it('a thousand look-ups are never refused', async () => {
    const { crm, clock, wire } = await setup();
    await clock.run(() =>
      Promise.all(
        Array.from({ length: 1000 }, (_, index) => crm.directory!.lookup(`+38063${1_000_000 + index}`)),
      ),
    );
    expect(wire?.limited).toBe(0);
  });

  it.each([
    ['garbage', 'unavailable'],
    ['drop', 'unavailable'],
    ['hang', 'timeout'],
  ] as const)('%s on the wire is %s, and its key is nowhere in the log', async (fault, code) => {
    const { crm, clock, wire, logged, secret = '' } = await setup();
    wire?.inject(fault, 1000);
    await expect(clock.run(() => crm.directory!.lookup(NUMBER))).rejects.toMatchObject({ code });
    expect(logged()).not.toContain(secret);
  });

  it('a wrong key is named', async () => {
    const { clock, misconfigured } = await setup();
    const report = await clock.run(() => misconfigured!().checkConnection());
    expect(report).toMatchObject({ ok: false, findings: [{ level: 'problem' }] });
  });

  it('a mistake in the description is named with its place', () => {
    const wrong = { ...definition, lookup: { pth: '/firms' } };
    expect(() => readDirectory(wrong)).toThrow(/lookup\.pth/);
  });
});
