import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { RawControl, TOKEN } from './testing/bench.harness.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const CONFIG = { port: 0, controlToken: TOKEN, accounts: [] };
let child: ChildProcess;
afterEach(() => child.kill('SIGKILL'));

function run(config: unknown): {
  first: Promise<string>;
  complaint: Promise<string>;
  exit: Promise<unknown[]>;
} {
  child = spawn(process.execPath, [
    '--conditions=source',
    MAIN,
    typeof config === 'string' ? config : JSON.stringify(config),
  ]);
  const first = once(child.stdout!, 'data').then(String);
  const complaint = once(child.stderr!, 'data').then(String);
  return { first, complaint, exit: once(child, 'exit') };
}

describe('the PBX as a process', { timeout: 20_000 }, () => {
  it('prints where it listens, works, and ends when asked', async () => {
    const { first, exit } = run(CONFIG);
    const { controlUrl, sipUrl } = JSON.parse(await first) as Record<string, string>;
    expect(sipUrl).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/sip$/);
    expect((await (await RawControl.connect(controlUrl!)).snapshot()).legs).toEqual([]);
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  });

  it('ends with its parent where that is wanted', async () => {
    const { first, exit } = run({ ...CONFIG, exitWithParent: true });
    await first;
    child.stdin!.end();
    expect(await exit).toEqual([0, null]);
  });

  it.each([
    ['no JSON', 'hello', /wants its configuration as JSON/],
    ['a wrong key', { ...CONFIG, prot: 1 }, /prot/],
    ['a short token', { ...CONFIG, controlToken: 'x' }, /16 characters/],
  ])('says in one line what is wrong with %s', async (_what, config, words) => {
    const { complaint, exit } = run(config);
    expect(await complaint).toMatch(words);
    expect((await exit)[0]).toBe(1);
  });
});
