/**
 * What is said to callers whom nobody has answered: their place in the queue, and the last thing they hear. Whoever is spoken to has
 * been answered by the PBX; the call goes on ringing at us. Pure.
 */
import type { Callback, Group, Settings } from '@ringback/model';
import { readNumber } from '@ringback/model/phone-number';
import type { Circumstances } from '../calls/decide.ts';
import type { CallPatchFields, Draft } from '../calls/draft.ts';
import { GIVE_UP_MS } from '../callbacks/waiting.ts';
import { voicemailOf } from '../recordings/decide.ts';
import { isHidden } from './plan.ts';
import type { RouteState, Speech } from './next.ts';

/** How long after he was told his place one who waits is told again, in ms. */
export const SAY_AGAIN_MS = 30_000;
/** No sentence takes longer, in ms: a PBX that does not tell of its end must not hold the call. */
export const SENTENCE_MS = 60_000;
/** What has ended sooner than this after it was begun was not heard, in ms. */
const SHORTEST_MS = 1_000;
/** Longest message that a caller can leave, in ms. */
export const VOICEMAIL_MS = 120_000;

/** What is to be said; the words are found when it is played. */
export type Said =
  | { say: 'queue'; group: string; since: string; callback: boolean }
  /** Between two sentences, and while phones ring for him. */
  | { say: 'music' }
  | { say: 'ringing' }
  | { say: 'callback' | 'voicemail' | 'message'; text?: string };

/** Ends within the 60 characters of a playback's name; the call is read from it again. */
export const tellId = (callId: string, said: number): string => `tell-${said}-${callId}`;
export const callOfTellId = (playId: string): string | undefined => /^tell-\d+-(.+)$/.exec(playId)?.[1];

/** What the route becomes meanwhile. */
type Saying = Partial<Omit<RouteState, 'speech'>> & { speech?: Omit<Speech, 'said' | 'saidAt'> };

function say(draft: Draft, said: Said, more: Saying = {}): void {
  const { call, far, route } = draft;
  if (!route || !far || far.state === 'ended') return;
  const before = route.state.speech?.said;
  const speech: Speech = { ...more.speech, said: (before ?? 0) + 1, saidAt: draft.now.toISOString() };
  draft.setRoute({ ...route, state: { ...route.state, ...more, speech } });
  draft.command({
    do: 'tell',
    legId: far.legId,
    answer: far.state === 'ringing',
    playId: tellId(call.id, speech.said),
    ...(before === undefined ? {} : { instead: tellId(call.id, before) }),
    said,
  });
  draft.legAnswered(far.legId);
}

/** Told once when he begins to wait, and again while he does. */
export function tellPlace(draft: Draft, { settings, canSpeak }: Circumstances): void {
  const { route, now } = draft;
  const group = settings.routing.groups.find(({ key }) => key === route?.state.waiting);
  if (!route || !group || !canSpeak || !(group.announce || group.queueCallback)) return;
  const againAt = new Date(now.getTime() + SAY_AGAIN_MS).toISOString();
  const callback = mayAsk(draft, group, settings);
  say(draft, { say: 'queue', group: group.key, since: route.state.since, callback }, { speech: { againAt } });
}

/** Phones ring for one who has been spoken to: he hears it. */
export function tellRinging(draft: Draft): void {
  if (draft.route?.state.speech) say(draft, { say: 'ringing' });
}

/** A number that we can call, and that may be called. */
function mayAsk({ call }: Draft, group: Group, { country, doNotCall }: Settings): boolean {
  if (!group.queueCallback || isHidden(call.number) || doNotCall.includes(call.number)) return false;
  const read = readNumber(call.number, country);
  return read.kind === 'e164' && read.callable;
}

/** The last step of a chain that is more than the end; false where there is nothing to be said. */
export function beginLast(draft: Draft, circumstances: Circumstances): boolean {
  const { route, far } = draft;
  const kind = route?.plan.last;
  if (!route || !circumstances.canSpeak || !far || far.state === 'ended') return false;
  if (kind !== 'voicemail' && kind !== 'message') return false;
  const { say: text } = route.plan;
  beginFinale(draft, { say: kind, ...(text === undefined ? {} : { text }) }, { kind });
  return true;
}

function beginFinale(draft: Draft, said: Said, finale: NonNullable<Speech['finale']>): void {
  const until = new Date(draft.now.getTime() + SENTENCE_MS).toISOString();
  say(draft, said, { waiting: undefined, until, speech: { finale } });
  draft.change({ rings: [] });
}

export function decideKey(draft: Draft, digit: string, circumstances: Circumstances): void {
  const { settings } = circumstances;
  const { route, call } = draft;
  if (!route || call.state !== 'ringing') return;
  const { waiting, since, speech } = route.state;
  if (speech?.finale?.kind === 'voicemail' && digit === '#') return endFinale(draft, circumstances);
  const group = settings.routing.groups.find(({ key }) => key === waiting);
  if (digit !== '1' || !group || !speech || !mayAsk(draft, group, settings)) return;
  beginFinale(draft, { say: 'callback' }, { kind: 'callback', group: group.key, name: group.name, since });
}

/** A sentence is over, or could not be said. */
export function decideSaid(draft: Draft, playId: string, circumstances: Circumstances): void {
  const { call, route } = draft;
  const speech = route?.state.speech;
  if (!speech || call.state !== 'ringing' || playId !== tellId(call.id, speech.said)) return;
  if (speech.finale?.kind === 'voicemail') return record(draft, circumstances);
  if (speech.finale) return endFinale(draft, circumstances);
  // What ends at once cannot be played: asking for more of it would go round and round.
  if (draft.now.getTime() - Date.parse(speech.saidAt) < SHORTEST_MS) return;
  const { againAt } = speech;
  if (route.state.waiting !== undefined) say(draft, { say: 'music' }, { speech: againAt ? { againAt } : {} });
}

/** The caller says what he wants to say. */
function record(draft: Draft, { newId }: Circumstances): void {
  const { route, far } = draft;
  if (!route || !far || draft.call.recordings) return;
  const until = new Date(draft.now.getTime() + VOICEMAIL_MS).toISOString();
  draft.setRoute({ ...route, state: { ...route.state, until } });
  const recording = voicemailOf(draft, newId());
  draft.setRecording(recording);
  draft.command({
    ...{ do: 'take-message', bridgeId: draft.bridgeId, legId: far.legId, recordingId: recording.id },
    stop: tellId(draft.call.id, route.state.speech?.said ?? 0),
  });
}

/** He has heard it, or has hung up; whoever asked to be called is called in his turn. */
export function endFinale(draft: Draft, circumstances: Pick<Circumstances, 'newId'>): void {
  const { route, call } = draft;
  const finale = route?.state.speech?.finale;
  if (!route || !finale) return;
  draft.tellAlso(route.readers);
  const fields: CallPatchFields = {};
  if (finale.kind === 'callback') fields.callback = { id: askCallback(draft, finale, circumstances) };
  if (finale.kind === 'voicemail' && !call.recordings) fields.abandoned = true;
  draft.end('missed', { far: 'normal', agent: 'cancelled' }, fields);
}

type Asked = Extract<NonNullable<Speech['finale']>, { kind: 'callback' }>;

/** Who is to be called already is not called twice. */
function askCallback(
  draft: Draft,
  { group, name, since }: Asked,
  { newId }: Pick<Circumstances, 'newId'>,
): string {
  const { call, openCallback, now } = draft;
  if (openCallback) return openCallback.callback.id;
  const called = call.party?.name ?? call.claimedName;
  const callback: Callback = {
    id: newId(),
    siteKey: '',
    state: 'scheduled',
    number: call.number,
    ...(called === undefined ? {} : { name: called }),
    queue: { group, name, callId: call.id },
    attempts: 0,
    requestedAt: now.toISOString(),
    // His place: as if he had gone on waiting.
    dueAt: since,
    promisedUntil: new Date(now.getTime() + GIVE_UP_MS).toISOString(),
  };
  draft.addCallback({ callback, token: newId() });
  return callback.id;
}
