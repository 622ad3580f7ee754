/**
 * 2,000 agents on one gateway, 200 facts a second, each for one to five of them; a tenth of the pages reconnects at any time and must lose
 * nothing. Beside it a bare Node loop that writes to the same pages, in interleaved rounds. Of each the middle round counts: whatever else
 * the machine does in one of them can make its p99 ten times as long.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchResult, quantile } from './bench.ts';
import { AGENTS, PER_SECOND } from './events/ticks.ts';

const ROUNDS = 5;
const SECONDS = 10;
/** Not counted: what is compiled while it runs for the first time. */
const WARM_SECONDS = 5;

interface Heard {
  lost: number;
  misdelivered: number;
  delivered: number;
  live: number[];
}

interface Child {
  process: ChildProcess;
  /** The next message that has this key. */
  next<T>(key: string): Promise<T>;
  stop(): void;
}

function start(file: string, args: string[] = []): Child {
  const path = fileURLToPath(new URL(`./events/${file}`, import.meta.url));
  const child = fork(path, args, { execArgv: ['--conditions=source'] });
  const next = <T>(key: string): Promise<T> =>
    new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        child.off('message', hear);
        child.off('exit', gone);
        finish();
      };
      const gone = (): void => settle(() => reject(new Error(`${file} ended.`)));
      const hear = (message: Record<string, unknown>): void => {
        if ('failed' in message) settle(() => reject(new Error(`${file}: ${String(message['failed'])}`)));
        else if (key in message) settle(() => resolve(message[key] as T));
      };
      child.on('message', hear);
      child.once('exit', gone);
    });
  return { process: child, next, stop: () => void child.kill('SIGKILL') };
}

async function round(
  server: Child,
  port: number,
  order: { seed: number; seconds: number; resumes: boolean },
) {
  const crowd = start('crowd.ts');
  try {
    const asked = server.next<number>('position');
    server.process.send({ seconds: 0 });
    const position = await asked;
    const ready = crowd.next('ready');
    crowd.process.send({ what: 'begin', order: { port, position, ...order } });
    await ready;
    const done = server.next('done');
    server.process.send(order);
    await Promise.race([done, crowd.next<never>('never')]);
    const result = crowd.next<Heard>('result');
    crowd.process.send({ what: 'end', order: { port, position, ...order } });
    return await result;
  } finally {
    crowd.stop();
  }
}

export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-events-'));
  const [ours, bare] = [start('ours.ts', [folder]), start('bare.ts')];
  const heard = { ours: [] as Heard[], bare: [] as Heard[] };
  try {
    const [port, barePort] = await Promise.all([ours.next<number>('port'), bare.next<number>('port')]);
    let seed = 1;
    await round(bare, barePort, { seed: (seed += 1), seconds: WARM_SECONDS, resumes: false });
    await round(ours, port, { seed: (seed += 1), seconds: WARM_SECONDS, resumes: true });
    for (let nth = 0; nth < ROUNDS; nth += 1) {
      heard.bare.push(await round(bare, barePort, { seed: (seed += 1), seconds: SECONDS, resumes: false }));
      heard.ours.push(await round(ours, port, { seed: (seed += 1), seconds: SECONDS, resumes: true }));
    }
  } finally {
    ours.stop();
    bare.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const at = (of: Heard[], q: number) =>
    quantile(
      of.map(({ live }) => quantile(live, q)),
      0.5,
    );
  const sum = (of: Heard[], pick: (one: Heard) => number) => of.reduce((all, one) => all + pick(one), 0);
  const numbers = {
    ...{ p99: at(heard.ours, 0.99), bare_p99: at(heard.bare, 0.99) },
    fanout_ratio: at(heard.ours, 0.99) / at(heard.bare, 0.99),
    lost: sum(heard.ours, ({ lost }) => lost),
    misdelivered: sum(heard.ours, ({ misdelivered }) => misdelivered),
  };
  return {
    rows: (['ours', 'bare'] as const).map((name) => ({
      what: `${name}: ${AGENTS} agents, ${PER_SECOND} events a second, ${ROUNDS} × ${SECONDS} s`,
      'median, ms': Number(at(heard[name], 0.5).toFixed(2)),
      'p99, ms': Number(at(heard[name], 0.99).toFixed(2)),
      delivered: sum(heard[name], ({ delivered }) => delivered),
      lost: sum(heard[name], ({ lost }) => lost),
    })),
    numbers,
  };
}
