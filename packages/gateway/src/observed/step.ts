/**
 * Brings a call to where the PBX says that it is. What is told late corrects what was written before, also of a call that has ended, so
 * that the log is the same in whatever order things were told. Pure.
 */
import { createHash } from 'node:crypto';
import type { ObservedCall } from '@ringback/adapters';
import type { Agent, Call, Recording, Settings } from '@ringback/model';
import type { CallPatchFields, Draft } from '../calls/draft.ts';
import { present } from '../present.ts';
import { moveCallback } from './callbacks.ts';

export interface StepContext {
  byExtension: ReadonlyMap<string, Agent>;
  /** Those who hear of a missed call that rang at nobody's phone. */
  everybody: readonly string[];
  /** We began it: with whom and when is known better than the PBX tells it. */
  isOurs: boolean;
  /** Whether recordings are kept here. */
  keepsRecordings: boolean;
  settings: Settings;
}

export function step(draft: Draft, seen: ObservedCall, context: StepContext): void {
  hear(draft, seen, context);
  moveLegs(draft, seen, context);
  if (!draft.ended) moveCallback(draft, seen, context.settings);
  if (!draft.ended) moveOn(draft, seen, context);
  correct(draft, seen, context);
  keepRecordings(draft, seen, context);
}

const agentOf = ({ byExtension }: StepContext, extension: string | undefined): Call['agent'] | undefined => {
  const agent = extension === undefined ? undefined : byExtension.get(extension);
  return agent && { id: agent.id, name: agent.name };
};

const idsOf = ({ byExtension }: StepContext, extensions: readonly string[]): string[] =>
  extensions.flatMap((extension) => byExtension.get(extension)?.id ?? []);

/** Whoever it rang at, or who talked, has the call in his log. */
function hear(
  draft: Draft,
  { rung, extension, phase, direction, connectedAt }: ObservedCall,
  context: StepContext,
): void {
  draft.tellAlso(idsOf(context, [...rung, ...(extension === undefined ? [] : [extension])]));
  const isMissed = phase === 'ended' && direction === 'in' && connectedAt === undefined;
  if (isMissed && draft.audience.length === 0) draft.tellAlso(context.everybody);
}

/** A row for each of our people at whose phone it rings or who talks; it may ring at him again later. */
function moveLegs(draft: Draft, seen: ObservedCall, context: StepContext): void {
  if (draft.ended) return;
  const talks = seen.phase === 'connected' || seen.phase === 'held';
  // Of a call that we began he has picked up before the other side has.
  const asked = seen.consultation?.answered ? agentOf(context, seen.consultation.extension)?.id : undefined;
  const waits = seen.legs.find(({ place, extension }) => place === 'answered' && extension !== undefined);
  const talker = agentOf(context, talks ? seen.extension : waits?.extension)?.id;
  const ringing = new Set(idsOf(context, seen.rings));
  for (const { legId, agentId, state } of draft.legs) {
    if (state === 'ended' || agentId === undefined || ringing.has(agentId)) continue;
    if (agentId === talker || agentId === asked) continue;
    const didTalk = state === 'answered';
    draft.legEnded(legId, didTalk ? 'normal' : talker === undefined ? 'no-answer' : 'answered-elsewhere');
  }
  for (const agentId of new Set([...ringing, talker, asked])) {
    if (agentId === undefined) continue;
    const living = draft.legs.find((leg) => leg.agentId === agentId && leg.state !== 'ended');
    const legId = living?.legId ?? `observed-${draft.call.id}-${draft.legs.length}`;
    if (!living) draft.addLeg({ legId, role: 'agent', agentId });
    if (agentId === talker) draft.heardOn(legId, seen.legKind);
    if (agentId === talker || agentId === asked) draft.legAnswered(legId);
  }
}

function moveOn(draft: Draft, seen: ObservedCall, context: StepContext): void {
  const { call } = draft;
  const agent = agentOf(context, seen.extension);
  const hasTalked = seen.connectedAt !== undefined;
  const talk = present({
    ...{ agent: agent ?? call.agent, connectedAt: seen.connectedAt, legKind: seen.legKind },
  }) as CallPatchFields;
  if (seen.phase === 'ended' && seen.end) {
    const { reason, abandoned } = seen.end;
    return draft.end(
      reason,
      { far: 'normal', agent: 'normal' },
      { ...talk, ...(abandoned ? { abandoned } : {}) },
    );
  }
  if (hasTalked && (call.state === 'ringing' || call.state === 'connecting')) draft.to('connected', talk);
  if (!hasTalked) return ringOn(draft, seen, context);
  if (seen.phase === 'held' && draft.call.state === 'connected') draft.to('held');
  if (seen.phase === 'connected' && draft.call.state === 'held') draft.to('connected');
  ringOn(draft, seen, context);
}

function ringOn(draft: Draft, seen: ObservedCall, context: StepContext): void {
  const asked = seen.consultation?.extension;
  const rings = idsOf(
    context,
    seen.rings.filter((extension) => extension !== asked),
  );
  const told = draft.writes.some(({ write }) => write === 'leg');
  if (told || String(rings) !== String(draft.call.rings ?? []))
    draft.change({ rings: rings.length > 0 ? rings : undefined });
}

/** Fields that came out differently once more was known. */
function correct(draft: Draft, seen: ObservedCall, context: StepContext): void {
  const wanted = { ...factsOf(seen, context), ...endOf(draft, seen) };
  const changed = Object.entries(wanted).filter(
    ([key, value]) => JSON.stringify(draft.call[key as keyof Call]) !== JSON.stringify(value),
  );
  if (changed.length > 0) draft.change(Object.fromEntries(changed) as CallPatchFields);
}

function factsOf(seen: ObservedCall, context: StepContext): CallPatchFields {
  const agent = agentOf(context, seen.extension);
  const talk = {
    ...(seen.connectedAt === undefined ? {} : { connectedAt: seen.connectedAt }),
    ...(agent ? { agent, legKind: seen.legKind } : {}),
  };
  const consultation = consultationOf(seen, context);
  if (context.isOurs) return { ...talk, consultation };
  const { direction, number, startedAt } = seen;
  const colleague = direction === 'internal' ? agentOf(context, number) : undefined;
  const whole = { ...talk, consultation, direction, number, colleague, startedAt };
  return { ...whole, ...(seen.line === undefined ? {} : { line: seen.line }) };
}

function consultationOf({ consultation }: ObservedCall, context: StepContext): Call['consultation'] {
  if (!consultation) return undefined;
  const { number, extension, answered } = consultation;
  const agent = agentOf(context, extension);
  return { number, ...(agent ? { agent } : {}), answered };
}

function endOf(draft: Draft, { end, endedAt, connectedAt }: ObservedCall): CallPatchFields {
  if (!draft.ended || !end || endedAt === undefined) return {};
  const talkedMs = connectedAt === undefined ? 0 : Date.parse(endedAt) - Date.parse(connectedAt);
  return {
    endedAt,
    endReason: end.reason,
    durationSeconds: Math.max(0, Math.floor(talkedMs / 1000)),
    abandoned: end.abandoned || undefined,
  };
}

/** The PBX's names of recordings are no names of files. */
export const recordingIdOf = (recordingId: string): string =>
  `observed-${createHash('sha256').update(recordingId).digest('base64url').slice(0, 40)}`;

function keepRecordings(draft: Draft, seen: ObservedCall, { keepsRecordings }: StepContext): void {
  if (!keepsRecordings) return;
  for (const { recordingId, startedAt, state } of seen.recordings) {
    const id = recordingIdOf(recordingId);
    const before = draft.call.recordings?.find((one) => one.id === id);
    const now = state === 'on' && draft.ended ? 'saving' : state === 'ready' ? 'saving' : state;
    if (before && !mayFollow(before.state, now)) continue;
    const fresh = { id, callId: draft.call.id, kind: 'call', seconds: 0, bytes: 0, format: 'mp3' } as const;
    draft.setRecording({ ...(before ?? fresh), startedAt, state: now });
  }
}

function mayFollow(before: Recording['state'], now: Recording['state']): boolean {
  if (before === 'on') return now !== 'on';
  return before === 'failed' && now === 'saving';
}
