/** What MANGO posts: proved by its signature over the very text, then read. */
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { Delivery, Fact, Told } from '../observed.ts';
import { manifest, type MangoSettings } from './manifest.ts';
import { same, sign } from './sign.ts';
import {
  CallEvent,
  DtmfEvent,
  type FactData,
  RecordAddedEvent,
  RecordingEvent,
  ResultMessage,
  SummaryEvent,
} from './wire.ts';

export type Heard = Told | { kind: 'result'; commandId: string; result: number };

const HOUR_MS = 3_600_000;
/** A clock that is farther away is no time zone. */
const FARTHEST_HOURS = 14;

/** Seconds of MANGO's clock as our time. */
export const timeOf = (
  seconds: number,
  { clockAheadHours }: Pick<MangoSettings, 'clockAheadHours'>,
): string => new Date(seconds * 1000 - clockAheadHours * HOUR_MS).toISOString();

/** Only these are read; what else is signed is taken and let go. */
const READERS: Record<string, (value: unknown) => { at: number; mark: string; data: FactData }> = {
  'events/call': (value) => {
    const event = CallEvent.parse(value);
    return { at: event.timestamp, mark: `call ${event.call_id} ${event.seq}`, data: { kind: 'call', event } };
  },
  'events/summary': (value) => {
    const event = SummaryEvent.parse(value);
    return { at: event.end_time, mark: 'summary', data: { kind: 'summary', event } };
  },
  'events/recording': (value) => {
    const event = RecordingEvent.parse(value);
    const mark = `recording ${event.recording_id} ${event.seq} ${event.recording_state}`;
    return { at: event.timestamp, mark, data: { kind: 'recording', event } };
  },
  'events/record/added': (value) => {
    const event = RecordAddedEvent.parse(value);
    return {
      at: event.timestamp,
      mark: `added ${event.recording_id}`,
      data: { kind: 'record-added', event },
    };
  },
  'events/dtmf': (value) => {
    const event = DtmfEvent.parse(value);
    return { at: event.timestamp, mark: `dtmf ${event.call_id} ${event.seq}`, data: { kind: 'dtmf', event } };
  },
};

export function readDelivery(delivery: Delivery, settings: MangoSettings): Heard {
  const path = /(?:events|result)(?:\/[\w-]+)+|ping/.exec(delivery.path)?.[0] ?? '';
  const form = new URLSearchParams(delivery.body);
  const json = form.get('json');
  // The cabinet's "check connection" posts nothing.
  if (json === null && !path.startsWith('events') && !path.startsWith('result'))
    return { kind: 'nothing', what: 'ping' };
  const proof = json === null ? '' : sign(settings, json);
  if (
    json === null ||
    !same(form.get('vpbx_api_key') ?? '', settings.apiKey) ||
    !same(form.get('sign') ?? '', proof)
  ) {
    throw new AdapterError(manifest.id, 'forbidden', 'This was not signed by MANGO OFFICE.', {
      hint: 'Look whether both codes at /admin are those of the cabinet.',
    });
  }
  const value = parsed(json);
  if (path.startsWith('result/')) return resultOf(path, value);
  const read = READERS[path];
  return read ? factOf(read, value, settings) : { kind: 'nothing', what: path };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw unreadable();
  }
}

function resultOf(path: string, value: unknown): Heard {
  const { success, data } = ResultMessage.safeParse(value);
  if (!success || data.command_id === undefined) return { kind: 'nothing', what: path };
  return { kind: 'result', commandId: data.command_id, result: data.result };
}

function factOf(read: (typeof READERS)[string], value: unknown, settings: MangoSettings): Heard {
  try {
    const { at, mark, data } = (read as NonNullable<typeof read>)(value);
    const fact: Fact = { conversation: data.event.entry_id, mark, at: timeOf(at, settings), data };
    return { kind: 'fact', fact };
  } catch {
    throw unreadable();
  }
}

const unreadable = () =>
  new AdapterError(manifest.id, 'invalid', 'MANGO OFFICE told something that cannot be read.', {
    hint: 'Look whether Ringback is new enough for this version of its API.',
  });

/** A clock that is whole hours away would put every call at the wrong time: it is said once, with what to set. */
export function createClockWatch({ now, log }: Pick<CrmContext, 'now' | 'log'>): (fact: Fact) => void {
  let said = false;
  return ({ at, mark }) => {
    if (said || !mark.startsWith('call ')) return;
    const ahead = (Date.parse(at) - now().getTime()) / HOUR_MS;
    const hours = Math.round(ahead);
    if (hours === 0 || Math.abs(hours) > FARTHEST_HOURS || Math.abs(ahead - hours) > 0.1) return;
    said = true;
    log.warn(
      { system: manifest.id, hours },
      'MANGO’s clock is whole hours ahead of ours: set "clock is ahead" at /admin',
    );
  };
}
