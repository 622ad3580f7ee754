/** Pure translations between Asterisk's words and ours. */
import { AdapterError } from '../../error.ts';
import type { Caller, LegEndCause, LegTarget, PbxSnapshot } from '../contract.ts';
import type { Bridge, Channel, Endpoint } from './wire.ts';

/** Q.850 number that Asterisk is told at a hang-up; for a leg that is not answered it makes the SIP status of it. */
const Q850: Record<LegEndCause, number> = {
  normal: 16,
  busy: 17,
  'no-answer': 19,
  rejected: 21,
  // An originated leg that is taken back is cancelled by SIP itself.
  cancelled: 16,
  'answered-elsewhere': 26,
  unreachable: 20,
  failed: 38,
};

export const toQ850 = (cause: LegEndCause): number => Q850[cause];

const FROM_Q850: Record<number, LegEndCause> = {
  1: 'unreachable', // unallocated number
  2: 'unreachable',
  3: 'unreachable', // no route to destination
  16: 'normal',
  17: 'busy',
  18: 'no-answer', // no user responding
  19: 'no-answer', // ringing, nobody answers
  20: 'unreachable', // subscriber absent
  21: 'rejected',
  22: 'unreachable', // number changed
  26: 'answered-elsewhere',
  27: 'unreachable', // destination out of order
  28: 'unreachable', // number incomplete
};

const FROM_SIP: Record<number, LegEndCause> = {
  403: 'rejected',
  404: 'unreachable',
  408: 'no-answer',
  410: 'unreachable',
  480: 'no-answer',
  484: 'unreachable',
  486: 'busy',
  487: 'cancelled',
  600: 'busy',
  603: 'rejected',
  604: 'unreachable',
};

export interface Ending {
  q850: number;
  sip?: number | undefined;
  answered: boolean;
  /** Whether we called it, or it called us. */
  originated: boolean;
}

/** Why a channel ended. The far side's SIP status says more than the Q.850 number that Asterisk makes of it. */
export function toEndCause({ q850, sip, answered, originated }: Ending): LegEndCause {
  if (answered) return q850 === 16 || q850 === 0 || q850 === 127 ? 'normal' : (FROM_Q850[q850] ?? 'failed');
  const bySip = sip === undefined ? undefined : FROM_SIP[sip];
  if (bySip) return bySip;
  // Unanswered, and no complaint of anybody's: the one who called hung up, or the time given to the one called was over.
  if (q850 === 0 || q850 === 16 || q850 === 127) return originated ? 'no-answer' : 'cancelled';
  return FROM_Q850[q850] ?? 'failed';
}

/** What several phones of one agent amount to: a person's own answer before a machine's. */
const TELLING: readonly LegEndCause[] = [
  'rejected',
  'busy',
  'no-answer',
  'cancelled',
  'failed',
  'unreachable',
];

export function mostTelling(causes: readonly LegEndCause[]): LegEndCause {
  return TELLING.find((cause) => causes.includes(cause)) ?? causes[0] ?? 'unreachable';
}

/** `"Name" <number>` as ARI's `callerId` wants it. */
export function callerId({ number, name }: Caller): string {
  const clean = (text: string): string => text.replace(/[\p{Cc}"<>\\]/gu, ' ').trim();
  const shown = clean(number) || 'anonymous';
  return name && clean(name) ? `"${clean(name)}" <${shown}>` : `<${shown}>`;
}

/** The caller of an offered channel; networks spell a hidden number in words. */
export function toCaller({ caller }: Pick<Channel, 'caller'>): Caller {
  const hidden = /^(anonymous|unknown|restricted|private|unavailable)?$/i.test(caller.number);
  return { number: hidden ? '' : caller.number, ...(caller.name ? { name: caller.name } : {}) };
}

/** Ringback's call id from a header that anybody may have written. */
export function toCallId(header: string | undefined): string | undefined {
  return header !== undefined && /^[\w-]{1,64}$/.test(header) ? header : undefined;
}

/** Name of the far end; whatever would mean something else to Asterisk's dialling is refused. */
export function checkedTarget(to: LegTarget): LegTarget {
  const [value, pattern] =
    to.kind === 'device' ? [to.endpoint, /^[\w.-]{1,64}$/] : [to.number, /^\+?[\d*#]{1,32}$/];
  if (!pattern.test(value)) {
    throw new AdapterError(
      'asterisk',
      'invalid',
      `Asterisk cannot dial ${JSON.stringify(value.slice(0, 64))}`,
      {
        hint:
          to.kind === 'device'
            ? 'An endpoint is letters and digits.'
            : 'A number is digits, with a plus before them.',
      },
    );
  }
  return to;
}

/** ISO 8601 in UTC; Asterisk writes local time with an offset. */
export function toIso(timestamp: string): string {
  return new Date(timestamp.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')).toISOString();
}

/**
 * Channels that we start are called `<app>~<legId>~<n>`, one for each phone of the one who is rung. All else has the name
 * that Asterisk gave it, and so has its leg.
 */
export function channelId(app: string, legId: string, contact: number): string {
  return `${app}~${legId}~${contact}`;
}

export function legOfChannel(app: string, id: string): string | undefined {
  const own = /^([\w-]+)~([\w-]+)~\d+$/.exec(id);
  if (own) return own[1] === app ? own[2] : undefined;
  return id.includes('~') ? undefined : id;
}

/** Whether a channel is ours to speak of: it is in our application, or on the way there. */
export function isOurs(app: string, channel: Channel): boolean {
  if (channel.id.includes('~')) return legOfChannel(app, channel.id) !== undefined;
  const data = channel.dialplan.app_data ?? '';
  return channel.dialplan.app_name === 'Stasis' && (data === app || data.startsWith(`${app},`));
}

export interface RawSnapshot {
  channels: readonly Channel[];
  bridges: readonly Bridge[];
  endpoints: readonly Endpoint[];
}

/** One leg for all phones of an agent that ring at once. */
export function toSnapshot(app: string, { channels, bridges, endpoints }: RawSnapshot): PbxSnapshot {
  const bridgeOf = new Map(
    bridges.flatMap(({ id, channels: inside }) => inside.map((channel) => [channel, id])),
  );
  const legs = new Map<string, PbxSnapshot['legs'][number]>();
  for (const channel of channels) {
    const legId = legOfChannel(app, channel.id);
    if (legId === undefined || !isOurs(app, channel)) continue;
    const bridgeId = bridgeOf.get(channel.id);
    const leg = { legId, answered: channel.state === 'Up', ...(bridgeId === undefined ? {} : { bridgeId }) };
    if (leg.answered || !legs.has(legId)) legs.set(legId, leg);
  }
  const onlineDevices = endpoints.filter(({ state }) => state === 'online').map(({ resource }) => resource);
  return { legs: [...legs.values()], onlineDevices };
}

/** `203.0.113.7:5060`, `[2001:db8::7]:5060`; a socket may say an IPv4 address in the way of IPv6. */
export function toAddress(remote: string | undefined): string | undefined {
  const address = /^\[?([0-9a-fA-F:.]+?)\]?(?::\d+)?$/.exec(remote ?? '')?.[1];
  return address?.replace(/^::ffff:(?=\d+\.)/i, '');
}
