/** What all that MANGO told of one conversation comes to. Pure: the order of the facts, and a fact told twice, make no difference. */
import type { Consultation, Fact, ObservedCall, ObservedLeg } from '../observed.ts';
import { endOf } from './codes.ts';
import { type Leg, legsOf } from './legs.ts';
import type { MangoSettings } from './manifest.ts';
import { timeOf } from './receive.ts';
import { type End, FactData, type FactOf, type Row } from './wire.ts';

type Direction = ObservedCall['direction'];

/** The end of a conversation: of its summary, or of the statistics where that was missed. */
interface Whole {
  direction: Direction;
  from: End;
  to: End;
  line: string | undefined;
  beganAt: number;
  /** 0: nobody talked. */
  talkedAt: number;
  endedAt: number;
  reason: number | undefined;
}

export function sum(
  facts: readonly Fact[],
  settings: Pick<MangoSettings, 'clockAheadHours'>,
): ObservedCall | undefined {
  const told = facts.map(({ data }) => FactData.parse(data));
  const legs = legsOf(eventsOf(told, 'call'));
  const whole = wholeOf(told);
  if (legs.length === 0 && !whole) return undefined;
  const direction = directionOf(legs, whole);
  const time = (seconds: number) => timeOf(seconds, settings);
  const asks = legs.filter((leg) => isConsultation(leg, legs));
  const talks = legs.filter((leg) => !asks.includes(leg) && isTalk(leg, direction, legs));
  const others = direction === 'out' ? legs.filter((leg) => isToWorld(leg) && !asks.includes(leg)) : [];
  const consultation = whole ? undefined : consultationOf(asks, legs);
  const talkedAt = whole ? whole.talkedAt : Math.min(...talks.map((leg) => leg.connectedAt as number));
  const talked = Number.isFinite(talkedAt) && talkedAt > 0;
  const { number, line, extension } = endsOf({ direction, legs, talks, whole });
  const onMobile = talked && isMobile(phoneOf(extension, legs, whole));
  const tracked = legs.find((leg) => leg.trackedNumber !== undefined)?.trackedNumber;
  const beganAt = whole?.beganAt ?? Math.min(...legs.map((leg) => leg.beganAt));
  return {
    ...{ direction, number, phase: phaseOf(talks, talked, whole) },
    ...(line === undefined ? {} : { line }),
    ...(extension === undefined ? {} : { extension }),
    ...(onMobile ? { legKind: 'mobile' as const } : {}),
    ...ringsOf(legs, direction, whole),
    startedAt: time(beganAt),
    ...(talked ? { connectedAt: time(talkedAt) } : {}),
    ...(whole
      ? { endedAt: time(whole.endedAt), end: endOf({ direction, talked, reason: whole.reason }) }
      : {}),
    legs: whole ? [] : legs.flatMap(livingLeg),
    commands: [...new Set(legs.flatMap((leg) => leg.commandId ?? []))],
    recordings: recordingsOf(told, whole, time),
    ...(tracked === undefined ? {} : { trackedNumber: e164(tracked) }),
    otherRung: others.length > 0,
    otherAnswered: others.some(({ connectedAt }) => connectedAt !== undefined),
    ...(consultation ? { consultation } : {}),
    pressed: eventsOf(told, 'dtmf')
      .toSorted((one, other) => one.timestamp - other.timestamp || one.seq - other.seq)
      .map(({ dtmf }) => dtmf)
      .join(''),
  };
}

function eventsOf<K extends FactData['kind']>(told: readonly FactData[], kind: K): FactOf<K>[] {
  return told.filter((one) => one.kind === kind).map(({ event }) => event as FactOf<K>);
}

const isToWorld = ({ location, to }: Leg) => location === 'abonent' && to.extension === undefined;

/** Who picked up: a colleague, or of a call that we made the one whom we called, and whoever he was given to. */
function isTalk(leg: Leg, direction: Direction, legs: readonly Leg[]): boolean {
  const { location, connectedAt, to } = leg;
  if (connectedAt === undefined || location !== 'abonent') return false;
  if (direction === 'out' && isFarFirst(legs)) return to.extension !== undefined;
  return direction !== 'out' || to.extension === undefined || isGiven(leg, legs);
}

const takenFrom = ({ from }: Leg, legs: readonly Leg[]): Leg | undefined =>
  legs.find(({ callId }) => callId === from.taken_from_call_id);

const rootOf = (legs: readonly Leg[]): Leg | undefined =>
  legs.find(({ from }) => from.taken_from_call_id === undefined) ?? legs[0];

/** A callback that rings the number before our people. */
function isFarFirst(legs: readonly Leg[]): boolean {
  const root = rootOf(legs);
  return root !== undefined && root.isOurs && isToWorld(root) && root.from.extension === undefined;
}

/** The far side stands in it, who was put on hold before. */
const isGiven = (leg: Leg, legs: readonly Leg[]): boolean =>
  leg.from.extension === undefined && (takenFrom(leg, legs)?.wasHeld ?? false);

/** A colleague calls somebody, while the one with whom he talks waits. */
function isConsultation(leg: Leg, legs: readonly Leg[]): boolean {
  const held = takenFrom(leg, legs);
  if (leg.location !== 'abonent' || leg.from.extension === undefined || !held?.wasHeld) return false;
  // Not of a callback, whose first leg is nothing but the colleague's own phone.
  return !held.isOurs || held.from.taken_from_call_id !== undefined;
}

/** The one that goes on now. */
function consultationOf(asks: readonly Leg[], legs: readonly Leg[]): Consultation | undefined {
  const living = asks.filter(
    (leg) => leg.state !== 'Disconnected' && takenFrom(leg, legs)?.state !== 'Disconnected',
  );
  const leg = living.find(({ state }) => state !== 'Appeared') ?? living[0];
  const held = leg && takenFrom(leg, legs);
  if (!leg || !held) return undefined;
  const { from, to } = leg;
  const by = from.extension as string;
  return {
    ...{ legId: leg.callId, heldLegId: held.callId, by, byNumber: from.number ?? by },
    ...{ number: to.extension ?? e164(to.number ?? ''), answered: leg.state !== 'Appeared' },
    ...(to.extension === undefined ? {} : { extension: to.extension }),
  };
}

function phaseOf(talks: readonly Leg[], talked: boolean, whole: Whole | undefined): ObservedCall['phase'] {
  if (whole) return 'ended';
  if (!talked) return 'ringing';
  const now = talks.filter(({ state }) => state !== 'Disconnected');
  return now.length > 0 && now.every(({ state }) => state === 'OnHold') ? 'held' : 'connected';
}

function directionOf(legs: readonly Leg[], whole: Whole | undefined): Direction {
  const root = rootOf(legs);
  // A callback: the colleague is rung first, and looks like one who is called.
  if (root?.isOurs) return 'out';
  if (whole) return whole.direction;
  if (!root || root.from.extension === undefined) return 'in';
  return root.to.extension === undefined ? 'out' : 'internal';
}

interface Known {
  direction: Direction;
  legs: readonly Leg[];
  talks: readonly Leg[];
  whole: Whole | undefined;
}

function endsOf({ direction, legs, talks, whole }: Known) {
  const root = rootOf(legs);
  const line = e164(whole?.line ?? first(legs, ({ to, from }) => to.line_number ?? from.line_number) ?? '');
  const ours = /^\+/.test(line) ? line : undefined;
  if (direction === 'in') {
    const last = talks.findLast(({ to }) => to.extension !== undefined);
    return {
      number: e164(root?.from.number ?? whole?.from.number ?? ''),
      line: ours,
      extension: last?.to.extension ?? (whole && whole.talkedAt > 0 ? whole.to.extension : undefined),
    };
  }
  const given = talks.findLast((leg) => isGiven(leg, legs) || isFarFirst(legs))?.to.extension;
  const extension =
    given ?? first(legs, ({ from }) => from.extension) ?? whole?.from.extension ?? root?.to.extension;
  if (direction === 'internal')
    return { number: root?.to.extension ?? whole?.to.extension ?? '', line: undefined, extension };
  const called = first(legs, (leg) =>
    leg.to.extension === undefined && !isConsultation(leg, legs) ? leg.to.number : undefined,
  );
  return { number: e164(called ?? whole?.to.number ?? ''), line: ours, extension };
}

function first<T>(legs: readonly Leg[], pick: (leg: Leg) => T | undefined): T | undefined {
  for (const leg of legs) {
    const found = pick(leg);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where this colleague picked up or called from, the last of it: each of his phones is a number of his own. */
function phoneOf(
  extension: string | undefined,
  legs: readonly Leg[],
  whole: Whole | undefined,
): string | undefined {
  const talked = legs.filter(({ connectedAt }) => connectedAt !== undefined).toReversed();
  const ends = [...talked, ...(whole ? [whole] : [])].flatMap(({ from, to }) => [to, from]);
  return ends.find((end) => end.extension === extension && end.number !== undefined)?.number;
}

/** A desk phone and one in a browser are SIP addresses both, and cannot be told apart. */
const isMobile = (number: string | undefined): boolean => /^\+/.test(e164(number ?? ''));

/** `79001234567` and `+79001234567`; a SIP address is nobody's number. */
export function e164(number: string): string {
  const digits = /^\+?([1-9]\d{6,14})$/.exec(number)?.[1];
  if (digits !== undefined) return `+${digits}`;
  return number.startsWith('sip:') ? '' : number;
}

function ringsOf(legs: readonly Leg[], direction: Direction, whole: Whole | undefined) {
  const asked = legs.filter(({ location, to }) => location === 'abonent' && to.extension !== undefined);
  const names = (some: readonly Leg[]) => [...new Set(some.map(({ to }) => to.extension as string))].sort();
  const missed = direction === 'in' && whole?.to.extension !== undefined ? [whole.to.extension] : [];
  const ringing = asked.filter(({ state }) => state === 'Appeared');
  return { rings: whole ? [] : names(ringing), rung: [...new Set([...names(asked), ...missed])].sort() };
}

function livingLeg({ callId, state, location, to, from }: Leg): ObservedLeg[] {
  if (state === 'Disconnected') return [];
  const extension = to.extension ?? from.extension;
  const place = location !== 'abonent' ? 'waiting' : state === 'Appeared' ? 'ringing' : 'answered';
  return [{ legId: callId, place, ...(extension === undefined ? {} : { extension }) }];
}

function wholeOf(told: readonly FactData[]): Whole | undefined {
  const summary = eventsOf(told, 'summary')[0];
  if (!summary) return wholeOfRows(eventsOf(told, 'row'));
  const { from, to, line_number, create_time, talk_time, end_time, entry_result, disconnect_reason } =
    summary;
  return {
    ...{ from, to, line: line_number, reason: disconnect_reason },
    direction: (['internal', 'in', 'out'] as const)[summary.call_direction] ?? 'in',
    ...{ beganAt: create_time, talkedAt: entry_result === 1 ? talk_time : 0, endedAt: end_time },
  };
}

/** Every line of the statistics is one leg; the one that was answered speaks for the conversation. */
function wholeOfRows(rows: readonly Row[]): Whole | undefined {
  const ordered = rows.toSorted((one, other) => one.start - other.start || one.finish - other.finish);
  const speaker = ordered.find(({ answer }) => answer > 0) ?? ordered.at(-1);
  if (!speaker) return undefined;
  const end = (extension: string, number: string): End => ({
    ...(extension === '' ? {} : { extension }),
    ...(number === '' ? {} : { number }),
  });
  const isFromUs = speaker.from_extension !== '';
  return {
    direction: !isFromUs ? 'in' : speaker.to_extension === '' ? 'out' : 'internal',
    from: end(speaker.from_extension, speaker.from_number),
    to: end(speaker.to_extension, speaker.to_number),
    line: speaker.line_number,
    beganAt: Math.min(...rows.map(({ start }) => start)),
    talkedAt: speaker.answer,
    endedAt: Math.max(...rows.map(({ finish }) => finish)),
    reason: speaker.disconnect_reason,
  };
}

/** A recording lies in MANGO's cloud some time after the talk; only what lies there can be fetched. */
function recordingsOf(
  told: readonly FactData[],
  whole: Whole | undefined,
  time: (seconds: number) => string,
): ObservedCall['recordings'] {
  const found = new Map<string, { at: number; state: 'on' | 'saving' | 'ready' | 'failed' }>();
  const earliest = (id: string, at: number) => Math.min(at, found.get(id)?.at ?? at);
  for (const event of eventsOf(told, 'recording').toSorted((one, other) => one.seq - other.seq)) {
    const done = event.recording_state === 'Completed';
    const bad =
      done &&
      event.completion_code !== undefined &&
      event.completion_code !== 1000 &&
      event.completion_code !== 0;
    const state = bad ? 'failed' : done || whole ? 'saving' : 'on';
    found.set(event.recording_id, { at: earliest(event.recording_id, event.timestamp), state });
  }
  const talkedAt = whole?.talkedAt || whole?.beganAt;
  const ready = (id: string, at: number) =>
    found.set(id, { at: found.get(id)?.at ?? talkedAt ?? at, state: 'ready' });
  for (const { recording_id, timestamp } of eventsOf(told, 'record-added')) ready(recording_id, timestamp);
  for (const { records, start } of eventsOf(told, 'row')) for (const id of records) ready(id, start);
  return [...found]
    .map(([recordingId, { at, state }]) => ({ recordingId, startedAt: time(at), state }))
    .sort((one, other) => (one.startedAt + one.recordingId < other.startedAt + other.recordingId ? -1 : 1));
}
