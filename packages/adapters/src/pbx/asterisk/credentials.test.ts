import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCredentials, type Credentials } from './credentials.ts';

const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };

/** Asterisk's dynamic configuration, as far as it matters: what is written is read back. */
function fakeAsterisk() {
  const objects = new Map<string, Map<string, string>>();
  return {
    objects,
    readConfig: async (_type: string, id: string) => objects.get(id),
    writeConfig: async (_type: string, id: string, fields: Record<string, string>) =>
      void objects.set(id, new Map(Object.entries(fields))),
    accepts: (user: string, password: string) =>
      [...objects.values()].some(
        (fields) => fields.get('username') === user && fields.get('password') === password,
      ),
  };
}

describe('credentials', () => {
  let asterisk: ReturnType<typeof fakeAsterisk>;
  let credentials: Credentials;
  const create = (): Credentials => createCredentials({ api: asterisk, now: () => new Date(), log });

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-11-23T10:00:00.000Z') });
    asterisk = fakeAsterisk();
    credentials = create();
  });
  afterEach(() => {
    credentials.stop();
    vi.useRealTimers();
  });

  it('a second page soon after gets the same one, so that no page is signed out by another', async () => {
    const [first, second] = await Promise.all([credentials.issue('101', 600), credentials.issue('101', 600)]);
    expect(second).toEqual(first);
    expect([...asterisk.objects.keys()].sort()).toEqual(['101-a', '101-b']);
  });

  it('later pages get a new one, and the old one lives on to its end, not longer', async () => {
    const first = await credentials.issue('101', 600);
    await vi.advanceTimersByTimeAsync(301_000);
    const second = await credentials.issue('101', 600);
    expect(second.password).not.toBe(first.password);
    expect(asterisk.accepts(first.user, first.password)).toBe(true);
    await vi.advanceTimersByTimeAsync(299_000);
    expect(asterisk.accepts(first.user, first.password)).toBe(false);
    expect(asterisk.accepts(second.user, second.password)).toBe(true);
  });

  it('nobody gets one that lives longer than he asked for', async () => {
    await credentials.issue('101', 600);
    const short = await credentials.issue('101', 10);
    expect(short.expiresAt.toISOString()).toBe('2026-11-23T10:00:10.000Z');
  });

  it('after a restart of the gateway it is shared and ended as before', async () => {
    const first = await credentials.issue('101', 600);
    credentials.stop();
    credentials = create();
    await credentials.resume(['101', 'trunk']);
    expect(await credentials.issue('101', 600)).toEqual(first);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asterisk.accepts(first.user, first.password)).toBe(false);
  });

  it('what expired while nobody looked is ended at the next look', async () => {
    const first = await credentials.issue('101', 600);
    credentials.stop();
    await vi.advanceTimersByTimeAsync(900_000);
    credentials = create();
    await credentials.resume(['101']);
    await vi.advanceTimersByTimeAsync(0);
    expect(asterisk.accepts(first.user, first.password)).toBe(false);
  });

  it('what Asterisk lost in a crash is put back, and what was ended stays ended', async () => {
    const lost = await credentials.issue('101', 600);
    const ended = await credentials.issue('102', 10);
    await vi.advanceTimersByTimeAsync(11_000);
    asterisk.objects.clear();
    await credentials.restore();
    expect([...asterisk.objects.keys()].sort()).toEqual(['101-a', '101-b', '102-a', '102-b']);
    expect(asterisk.accepts(lost.user, lost.password)).toBe(true);
    expect(asterisk.accepts(ended.user, ended.password)).toBe(false);
  });

  it('revoking ends both', async () => {
    const first = await credentials.issue('101', 600);
    await vi.advanceTimersByTimeAsync(301_000);
    const second = await credentials.issue('101', 600);
    await credentials.revoke('101');
    for (const { user, password } of [first, second]) expect(asterisk.accepts(user, password)).toBe(false);
  });

  it('keeps two agents apart', async () => {
    const one = await credentials.issue('101', 600);
    const other = await credentials.issue('102', 600);
    expect(other.password).not.toBe(one.password);
    await credentials.revoke('101');
    expect(asterisk.accepts(other.user, other.password)).toBe(true);
  });
});
