/** Call events, in whatever order they came, as the legs of one conversation. Pure. */
import type { CallEvent, End } from './wire.ts';

export interface Leg {
  callId: string;
  /** All that was said of its two ends, later words over earlier ones. */
  from: End;
  to: End;
  /** `ivr`, `queue`, `abonent`. */
  location: string;
  state: CallEvent['call_state'];
  /** It was put on hold at some time. */
  wasHeld: boolean;
  /** In MANGO's seconds. */
  beganAt: number;
  connectedAt?: number;
  endedAt?: number;
  reason?: number;
  /** A command, or a callback of any kind, made it. */
  isOurs: boolean;
  commandId?: string;
  trackedNumber?: string;
}

const DYNAMIC = 1;

/** In the order of their beginning: MANGO tells whole seconds, so that one that was taken from another comes after it. */
export function legsOf(events: readonly CallEvent[]): Leg[] {
  const byCall = new Map<string, CallEvent[]>();
  for (const event of events) byCall.set(event.call_id, [...(byCall.get(event.call_id) ?? []), event]);
  const legs = new Map([...byCall].map(([callId, told]) => [callId, legOf(told)]));
  const depth = (leg: Leg): number => {
    const seen = new Set<string>();
    for (
      let one: Leg | undefined = leg;
      one && !seen.has(one.callId);
      one = legs.get(one.from.taken_from_call_id ?? '')
    )
      seen.add(one.callId);
    return seen.size;
  };
  return [...legs.values()].sort(
    (one, other) =>
      one.beganAt - other.beganAt || depth(one) - depth(other) || (one.callId < other.callId ? -1 : 1),
  );
}

/** Another number is another person: of a consultation that came to its end, the one who waited stands where the one who asked stood. */
function laterEnd(before: End, later: End): End {
  const isAnother =
    before.number !== undefined &&
    later.number !== undefined &&
    later.extension === undefined &&
    before.number !== later.number;
  const { extension: _, ...rest } = before;
  return { ...(isAnother ? rest : before), ...later };
}

function legOf(events: CallEvent[]): Leg {
  const told = events.toSorted((one, other) => one.seq - other.seq);
  const [first, last] = [told[0] as CallEvent, told.at(-1) as CallEvent];
  const connected = told.find(({ call_state }) => call_state === 'Connected');
  const appeared = told.find(({ call_state }) => call_state === 'Appeared');
  const gone = told.find(({ call_state }) => call_state === 'Disconnected');
  const tracked = told.find(({ dct }) => dct?.type === DYNAMIC && dct.number !== undefined)?.dct?.number;
  const isOurs = appeared?.command_id !== undefined || appeared?.callback_initiator !== undefined;
  return {
    ...{ callId: first.call_id, location: last.location, isOurs },
    from: told.reduce<End>((end, { from }) => laterEnd(end, from), {}),
    to: told.reduce<End>((end, { to }) => laterEnd(end, to), {}),
    wasHeld: told.some(({ call_state }) => call_state === 'OnHold'),
    // Whatever is told after its end was overtaken by it.
    state: gone ? 'Disconnected' : last.call_state,
    beganAt: Math.min(...told.map(({ timestamp }) => timestamp)),
    ...(connected ? { connectedAt: connected.timestamp } : {}),
    ...(gone ? { endedAt: gone.timestamp } : {}),
    ...(gone?.disconnect_reason === undefined ? {} : { reason: gone.disconnect_reason }),
    ...(appeared?.command_id === undefined ? {} : { commandId: appeared.command_id }),
    ...(tracked === undefined ? {} : { trackedNumber: tracked }),
  };
}
