/** SIPp as a process: one that answers for all agents, and runs of callers whose every set-up time is kept. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SIPP = '/usr/bin/sipp';
const CALLER = fileURLToPath(new URL('./caller.xml', import.meta.url));

export interface Answering {
  stop(): Promise<void>;
}

/** Rings and answers at once whatever comes. */
export function startAnswering(port: number): Answering {
  const child = spawn(
    SIPP,
    ['-sn', 'uas', '-i', '127.0.0.1', '-p', String(port), '-mp', '20000', '-nostdin', '-nd'],
    { stdio: 'ignore', cwd: tmpdir() },
  );
  return {
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

export interface Callers {
  /** ms from INVITE to 200, one for each call that was answered. */
  setUp: number[];
  lost: number;
}

export interface CallersInput {
  /** Who calls: the endpoint at Asterisk. */
  as: string;
  asteriskPort: number;
  port: number;
  perSecond: number;
  calls: number;
  /** Heard in the middle of the run. */
  midway?: () => void;
}

export async function call(input: CallersInput): Promise<Callers> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-sipp-'));
  const { as, asteriskPort, port, perSecond, calls, midway } = input;
  const args = [
    ...[`127.0.0.1:${asteriskPort}`, '-sf', CALLER, '-s', as, '-i', '127.0.0.1', '-p', String(port)],
    ...['-mp', '30000', '-r', String(perSecond), '-m', String(calls), '-l', String(calls)],
    ...['-trace_rtt', '-rtt_freq', '1', '-trace_stat', '-nostdin', '-timeout', '120'],
  ];
  const child: ChildProcess = spawn(SIPP, args, { cwd: folder, stdio: 'ignore' });
  const timer = setTimeout(() => midway?.(), ((calls / perSecond) * 1000) / 2 + 1000);
  await once(child, 'exit');
  clearTimeout(timer);
  try {
    const files = readdirSync(folder);
    const read = (end: string) => {
      const name = files.find((file) => file.endsWith(end));
      if (name === undefined) throw new Error(`SIPp has left no ${end}: ${files.join(', ') || 'nothing'}`);
      return readFileSync(join(folder, name), 'utf8').trim().split('\n');
    };
    const setUp = read('_rtt.csv')
      .slice(1)
      .map((line) => Number(line.split(';')[1]));
    const stat = files.find((file) => /_\d+_\.csv$/.test(file));
    if (stat === undefined) throw new Error(`SIPp has left no statistics: ${files.join(', ')}`);
    const [head = '', ...lines] = readFileSync(join(folder, stat), 'utf8').trim().split('\n');
    const column = head.split(';').indexOf('SuccessfulCall(C)');
    const successful = Number(lines.at(-1)?.split(';')[column]);
    return { setUp, lost: calls - successful };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
