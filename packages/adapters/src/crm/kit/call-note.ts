/**
 * A call as a note in a host that keeps plain text about its customers. The block of ours ends with a line that names the call, so that
 * it is found again, and holds a sum of what we wrote: whoever writes into it keeps his words, and ours stand beside them from then on.
 */
import type { Communication } from '@ringback/model';
import type { CallLogEntry } from '../contract.ts';
import { sourceLines } from './call-text.ts';

const MARK = /^\[ringback ([\w-]{1,64}) v(\d+) ([0-9a-z]+)\]$/m;

/** The call that a note tells of. */
export function callIdOf(note: string): string | undefined {
  return MARK.exec(note)?.[1];
}

/** What a person reads of a note: without our mark. */
export function textOf(note: string): string {
  return note.replace(MARK, '').trim();
}

const HEAD = /^☎ ([←→↔]) (\S+) · (\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC · (?:(\d+):(\d\d)|✕)(?: · (.+))?$/m;

/** What a note of ours says of its call; `undefined` where it is none, or where a person has rewritten its first line. */
export function readCallNote(
  note: string,
): Pick<Communication, 'callId' | 'direction' | 'at' | 'durationSeconds' | 'author'> | undefined {
  const callId = callIdOf(note);
  const head = HEAD.exec(note);
  if (callId === undefined || !head) return undefined;
  const [, arrow = '', , day, time, minutes = '0', seconds = '0', author] = head;
  return {
    callId,
    direction: arrow === '→' ? 'out' : arrow === '←' ? 'in' : 'internal',
    at: `${day}T${time}:00.000Z`,
    durationSeconds: Number(minutes) * 60 + Number(seconds),
    ...(author === undefined ? {} : { author }),
  };
}

/** The note as it should stand now; `undefined` when nothing is to be changed. */
export function callNote(existing: string | undefined, entry: CallLogEntry): string | undefined {
  const { id, version } = entry.call;
  const block = blockOf(entry);
  const mark = `[ringback ${id} v${version} ${sumOf(block)}]`;
  if (existing === undefined) return `${block}\n${mark}`;
  const found = MARK.exec(existing);
  if (!found) return `${existing.trimEnd()}\n\n${block}\n${mark}`;
  const [line, , written, sum] = found;
  const known = Number(written);
  if (known > version || (known === version && !missing(existing, entry))) return undefined;
  const before = existing.slice(0, found.index).trimEnd();
  const after = existing.slice(found.index + line.length);
  if (sumOf(before) === sum) return `${block}\n${mark}${after}`;
  const fresh = newLines(before, block);
  return `${[before, ...fresh].join('\n')}\n[ringback ${id} v${version} edited]${after}`;
}

/** In signs and figures, because nobody has said which language the host's people read. */
function blockOf({ call, agent, recording }: CallLogEntry): string {
  const arrow = { in: '←', out: '→', internal: '↔' }[call.direction];
  const talked = call.durationSeconds > 0 ? spokenTime(call.durationSeconds) : '✕';
  const who = agent ? ` · ${agent.name}${agent.extension === '' ? '' : ` (${agent.extension})`}` : '';
  const when = `${call.startedAt.slice(0, 10)} ${call.startedAt.slice(11, 16)} UTC`;
  return [
    `☎ ${arrow} ${call.number || '?'} · ${when} · ${talked}${who}`,
    ...sourceLines(call),
    ...(recording ? [`♫ ${recording.url}`] : []),
    ...(call.comment.trim() === '' ? [] : [call.comment.trim()]),
  ].join('\n');
}

function missing(existing: string, { recording }: CallLogEntry): boolean {
  return recording !== undefined && !existing.includes(recording.url);
}

function newLines(before: string, block: string): string[] {
  const known = new Set(before.split('\n').map((line) => line.trim()));
  return block.split('\n').filter((line) => !known.has(line.trim()));
}

function spokenTime(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
}

/** FNV-1a, 32 bits: tells "as we left it" from "somebody wrote here", and protects nothing. */
function sumOf(text: string): string {
  let sum = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text.replace(/\s+/g, ' ').trim())) {
    sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
  }
  return sum.toString(36);
}
