/** The voice of the machine, where it has one: espeak-ng, asked for by its program, never a part of ours. */
import { spawn } from 'node:child_process';
import type { Locale } from '@ringback/model';

/** A sentence as WAV; undefined where the machine has no voice, or it fails. */
export type Speak = (text: string, locale: Locale) => Promise<Buffer | undefined>;

/** A sentence takes it some 50 ms. */
const PATIENCE_MS = 3_000;

export const espeak: Speak = (text, locale) =>
  new Promise((resolve) => {
    // By its input: a title that begins with a dash is no option.
    const child = spawn('espeak-ng', ['-v', locale, '--stdin', '--stdout'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: PATIENCE_MS,
    });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.once('error', () => resolve(undefined));
    child.once('close', (code) => resolve(code === 0 ? Buffer.concat(parts) : undefined));
    child.stdin.once('error', () => undefined);
    child.stdin.end(text);
  });
