/** Puts reads together into one `batch`. */
import { AdapterError } from '../../error.ts';
import type { Limiter } from '../../http/index.ts';
import type { Answer, Call, Commands } from './api.ts';
import { manifest } from './manifest.ts';
import type { createOperatingTime } from './operating-time.ts';
import { BatchResult, faultOf, type Params, type ParamValue, toQuery } from './wire.ts';

/** The vendor's limit of commands in a batch. */
const MOST_COMMANDS = 50;

interface Job {
  commands: Commands;
  signal: AbortSignal | undefined;
  gone: boolean;
  resolve(answers: Record<string, Answer | AdapterError>): void;
  reject(reason: unknown): void;
}

export interface BatcherOptions {
  call: Call;
  operating: ReturnType<typeof createOperatingTime>;
  limiter: Limiter;
}

export function createBatcher({ call, operating, limiter }: BatcherOptions) {
  const waiting: Job[] = [];
  let asking = 0;

  function run(
    commands: Commands,
    { signal }: { signal?: AbortSignal | undefined } = {},
  ): Promise<Record<string, Answer | AdapterError>> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const job: Job = { commands, signal, gone: false, resolve, reject };
      signal?.addEventListener(
        'abort',
        () => {
          job.gone = true;
          reject(signal.reason as Error);
        },
        { once: true },
      );
      waiting.push(job);
      if (asking < batchesNeeded()) void ask();
    });
  }

  const batchesNeeded = () =>
    Math.ceil(waiting.reduce((sum, { commands }) => sum + Object.keys(commands).length, 0) / MOST_COMMANDS);

  /** Takes leave first, and then everybody who has come meanwhile. */
  async function ask(): Promise<void> {
    asking += 1;
    await limiter.take().finally(() => (asking -= 1));
    const jobs = takeJobs();
    if (asking < batchesNeeded()) void ask();
    if (jobs.length === 0) return;
    const stop = new AbortController();
    const callOff = () => jobs.every(({ gone }) => gone) && stop.abort(jobs[0]?.signal?.reason);
    for (const { signal } of jobs) signal?.addEventListener('abort', callOff, { once: true });
    try {
      const answers = await send(jobs, stop.signal);
      jobs.forEach((job, index) => job.resolve(answers[index] ?? {}));
    } catch (error) {
      for (const job of jobs) job.reject(error);
    }
  }

  function takeJobs(): Job[] {
    const jobs: Job[] = [];
    let commands = 0;
    for (;;) {
      const [next] = waiting;
      if (!next) return jobs;
      const count = Object.keys(next.commands).length;
      if (!next.gone && jobs.length > 0 && commands + count > MOST_COMMANDS) return jobs;
      waiting.shift();
      if (next.gone) continue;
      jobs.push(next);
      commands += count;
    }
  }

  async function send(
    jobs: readonly Job[],
    signal: AbortSignal,
  ): Promise<Record<string, Answer | AdapterError>[]> {
    const [only] = jobs;
    const names = only ? Object.keys(only.commands) : [];
    const single = jobs.length === 1 && names.length === 1 ? only?.commands[names[0] ?? ''] : undefined;
    if (single) {
      const answer = await call(single.method, single.params, { signal, repeatable: true }).catch(
        ofOneCommand,
      );
      return [{ [names[0] ?? '']: answer }];
    }
    return sendBatch(jobs, signal);
  }

  async function sendBatch(jobs: readonly Job[], signal: AbortSignal) {
    const cmd: Record<string, string> = {};
    for (const [index, { commands }] of jobs.entries()) {
      for (const [name, { method, params }] of Object.entries(commands)) {
        await operating.wait(method, signal);
        cmd[`j${index}_${name}`] = `${method}?${toQuery(placed(params, index))}`;
      }
    }
    const { result } = await call('batch', { halt: 0, cmd }, { signal, repeatable: true });
    const parsed = BatchResult.safeParse(result);
    if (!parsed.success)
      throw new AdapterError(manifest.id, 'bug', "batch: the answer is none of Bitrix24's.");
    return jobs.map(({ commands }, index) => answersOf(parsed.data, commands, index));
  }

  function answersOf(batch: ReturnType<typeof BatchResult.parse>, commands: Commands, index: number) {
    const answers: Record<string, Answer | AdapterError> = {};
    for (const [name, { method }] of Object.entries(commands)) {
      const key = `j${index}_${name}`;
      operating.note(method, batch.result_time[key]);
      const fault = batch.result_error[key];
      const next = batch.result_next[key];
      answers[name] = fault
        ? faultOf(fault, method)
        : { result: batch.result[key], ...(next === undefined ? {} : { next }) };
    }
    return answers;
  }

  return { run };
}

/** What a batch would say of one command and not of the whole. */
function ofOneCommand(error: unknown): AdapterError {
  const own =
    error instanceof AdapterError &&
    ['not-found', 'invalid', 'forbidden', 'unsupported'].includes(error.code);
  if (own) return error;
  throw error;
}

/** `$result[find]` of a job is `$result[j3_find]` in the batch that it shares with others. */
function placed(params: Params, index: number): Params {
  const place = (value: ParamValue): ParamValue => {
    if (typeof value === 'string') return value.replace(/^\$result\[/, `$result[j${index}_`);
    if (Array.isArray(value)) return value.map((one) => place(one as ParamValue));
    if (value !== null && typeof value === 'object') return placed(value as Params, index);
    return value;
  };
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, place(value)]));
}
