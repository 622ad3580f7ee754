/** Rings somebody: every phone of a device, each by a channel of its own, or a number through the trunk. */
import { AdapterError } from '../../error.ts';
import type { DevicePhone, LegTarget, OriginateInput, PbxEvent } from '../contract.ts';
import type { AriApi } from './api.ts';
import type { LegBook, Outcome } from './legs.ts';
import type { AsteriskSettings } from './manifest.ts';
import { callerId, channelId, checkedTarget, toCallId, toQ850 } from './map.ts';

export interface OriginateOptions {
  api: Pick<AriApi, 'originate' | 'hangup'>;
  settings: Pick<AsteriskSettings, 'app' | 'trunkEndpoint'>;
  legs: LegBook;
  now: () => Date;
  tell: (event: PbxEvent) => void;
  carryOut: (outcome: Outcome) => void;
  /** Throws while Asterisk is not connected. */
  requireUp: () => void;
  /** Evaluates a function of the dialplan. */
  probe: (expression: string) => Promise<string>;
}

/** Leg ids that are remembered, so that a command repeated late is still the same command. */
const REMEMBERED_LEGS = 10_000;

/** A device that is being rung. */
interface Ringing {
  input: OriginateInput;
  /** Where it has been rung, one channel each. */
  dialled: Set<string>;
  /** In ms. */
  until: number;
}

export interface Originate {
  leg(input: OriginateInput): Promise<void>;
  /** A phone of this device, or without one of any, has come or gone: where it can be rung is asked anew. */
  phonesChanged(endpoint?: string): void;
  /** A phone of this device has registered: it is rung too where the device rings already (a page that was reloaded). */
  phoneCame(endpoint: string): Promise<void>;
}

export function createOriginate(options: OriginateOptions): Originate {
  const { api, settings, legs, now, tell, carryOut, requireUp, probe } = options;
  const { app } = settings;
  const used = new Set<string>();
  const ringing = new Map<string, Ringing>();
  /** Where each device can be rung: a probe is a channel of its own, and Asterisk tells when phones come and go. */
  const contacts = new Map<string, Promise<string[]>>();

  /** Where to ring: each registered phone of a device by itself, because ARI rings but one. */
  async function dialled({ to }: OriginateInput): Promise<string[]> {
    const target = checkedTarget(to);
    if (target.kind === 'trunk') return [settings.trunkEndpoint.replace('{number}', target.number)];
    return contacts.get(target.endpoint) ?? contactsOf(target.endpoint);
  }

  function contactsOf(endpoint: string): Promise<string[]> {
    const asked = probe(`PJSIP_DIAL_CONTACTS(${endpoint})`).then((found) => found.split('&').filter(Boolean));
    contacts.set(endpoint, asked);
    asked.catch(() => {
      if (contacts.get(endpoint) === asked) contacts.delete(endpoint);
    });
    return asked;
  }

  function claim(legId: string): void {
    if (!/^[\w-]{1,60}$/.test(legId)) {
      throw new AdapterError('asterisk', 'invalid', 'A leg id is 1 to 60 letters, digits, _ and -');
    }
    if (used.has(legId) || legs.has(legId)) {
      throw new AdapterError('asterisk', 'conflict', `Leg ${legId} was originated before`);
    }
    used.add(legId);
    const [oldest] = used;
    if (used.size > REMEMBERED_LEGS && oldest !== undefined) used.delete(oldest);
  }

  async function ring(input: OriginateInput): Promise<void> {
    const { legId, timeoutSeconds, to } = input;
    const endpoints = await dialled(input);
    if (endpoints.length === 0) {
      tell({ type: 'leg.ended', legId, cause: 'unreachable', at: now().toISOString() });
      return;
    }
    legs.originated(
      legId,
      new Map(endpoints.map((endpoint, index) => [channelId(app, legId, index + 1), phoneAt(endpoint, to)])),
    );
    if (to.kind === 'device') {
      for (const [id] of ringing) if (!legs.rings(id)) ringing.delete(id);
      const until = now().getTime() + timeoutSeconds * 1000;
      ringing.set(legId, { input, dialled: new Set(endpoints), until });
    }
    await Promise.all(
      endpoints.map((endpoint, index) =>
        ringOne(input, { endpoint, id: channelId(app, legId, index + 1), timeoutSeconds }),
      ),
    );
  }

  async function ringOne(
    { to, caller, callId }: OriginateInput,
    channel: { id: string; endpoint: string; timeoutSeconds: number },
  ): Promise<void> {
    const headers: Record<string, string> = to.kind === 'device' ? { 'X-Ringback-Call': callId } : {};
    const made = await api.originate({ ...channel, app, callerId: callerId(caller), headers });
    if (!made) carryOut(legs.failed(channel.id, now().toISOString()));
    // Answered on another phone, or taken back, while this one was still being asked for.
    else if (!legs.wants(channel.id)) await api.hangup(channel.id, toQ850('answered-elsewhere'));
  }

  async function ringAlso(legId: string, one: Ringing): Promise<void> {
    for (const endpoint of await dialled(one.input)) {
      const timeoutSeconds = (one.until - now().getTime()) / 1000;
      if (one.dialled.has(endpoint) || timeoutSeconds < 1 || !legs.rings(legId)) continue;
      one.dialled.add(endpoint);
      const id = channelId(app, legId, one.dialled.size);
      legs.ringsAlso(legId, id, phoneAt(endpoint, one.input.to));
      await ringOne(one.input, { endpoint, id, timeoutSeconds });
    }
  }

  async function leg(input: OriginateInput): Promise<void> {
    if (toCallId(input.callId) === undefined) {
      throw new AdapterError('asterisk', 'invalid', 'A call id is 1 to 64 letters, digits, _ and -');
    }
    const { legId } = input;
    requireUp();
    claim(legId);
    try {
      await ring(input);
    } catch (error) {
      // Nothing of it may ring on; the same leg can be tried again.
      used.delete(legId);
      const { channelIds } = legs.hangup(legId, 'failed');
      legs.forget(legId);
      for (const id of channelIds) api.hangup(id, toQ850('failed')).catch(() => undefined);
      throw error;
    }
  }

  return {
    leg,
    phonesChanged(endpoint) {
      if (endpoint === undefined) contacts.clear();
      else contacts.delete(endpoint);
    },
    async phoneCame(endpoint) {
      for (const [legId, one] of ringing) {
        const { to } = one.input;
        if (to.kind === 'device' && to.endpoint === endpoint && legs.rings(legId)) await ringAlso(legId, one);
      }
    },
  };
}

/** A browser has no way to SIP but a WebSocket, and says so where it registers. */
function phoneAt(endpoint: string, to: LegTarget): DevicePhone | undefined {
  if (to.kind === 'trunk') return undefined;
  return /;transport=wss?(?:;|$)/i.test(endpoint) ? 'soft' : 'desk';
}
