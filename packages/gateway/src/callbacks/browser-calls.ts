/**
 * Visitors who call from the page itself. Their browsers share one endpoint of the PBX, whose password lasts minutes and opens
 * nothing: only an INVITE that names a call which the gateway has just promised gets in, once.
 */
import type { Pbx } from '@ringback/adapters';
import {
  type Callback,
  type CallbackStatus,
  RingbackError,
  type SipCredential,
  type Site,
} from '@ringback/model';
import type { DeviceOffer } from '../calls/dialling.ts';
import type { Engine } from '../calls/engine.ts';
import type { TimerSet } from '../calls/timers.ts';

/** How long the password is good for, in seconds; a call that is up goes on. */
const CREDENTIAL_SECONDS = 120;
/** How long the browser may take to come, in ms. */
export const BROWSER_EXPIRES_MS = 15_000;

export interface BrowserCallsOptions {
  engine: Engine;
  devices: Pbx['devices'];
  site: (key: string) => Site | undefined;
  line: () => string;
  timers: TimerSet;
}

export interface BrowserCalls {
  /** Rejects where the PBX lets no browsers in. */
  admit(site: Site): Promise<SipCredential>;
  /** The attempt is stored, and the browser's INVITE is waited for. */
  expect(callback: Callback, credential: SipCredential): NonNullable<CallbackStatus['browser']>;
  /** An INVITE of no agent's device, in the lane of its call: whether it is one that is waited for. */
  offered(offer: DeviceOffer, callId: string): Promise<boolean>;
}

export function createBrowserCalls({
  engine,
  devices,
  site,
  line,
  timers,
}: BrowserCallsOptions): BrowserCalls {
  return {
    async admit({ name, browserCalls }) {
      if (!devices || !browserCalls)
        throw new RingbackError('unsupported', 'The PBX takes no calls from browsers.', {
          hint: 'Please leave a phone number.',
        });
      const { endpoint } = browserCalls;
      return devices.issueCredential({ endpoint, displayName: name, ttlSeconds: CREDENTIAL_SECONDS });
    },
    expect({ callId = '' }, credential) {
      const expired = () => void engine.happen(callId, { type: 'dial.expired' });
      timers.set(`dial:${callId}`, BROWSER_EXPIRES_MS, expired);
      return { callId, target: line(), credential };
    },
    async offered(offer, callId) {
      const facts = await engine.load(callId);
      const callback = facts?.callback?.callback;
      if (!facts || callback?.by !== 'browser' || callback.state !== 'requested') return false;
      const { endpoint } = site(callback.siteKey)?.browserCalls ?? {};
      if (facts.legs.length > 0 || endpoint !== offer.origin.endpoint) return false;
      timers.clear(`dial:${callId}`);
      await engine.decideNow(callId, (draft) => {
        draft.addLeg({ legId: offer.legId, role: 'far', agentId: undefined });
        draft.command({ do: 'answer', legId: offer.legId });
      });
      return true;
    },
  };
}
