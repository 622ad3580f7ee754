/** Hears the PBX: whose call an event belongs to, and whether the connection is there. */
import type { AdapterLog, PbxEvent } from '@ringback/adapters';
import type { Presence } from '../routing/presence.ts';
import type { RecordingDesk } from '../recordings/desk.ts';
import { type CallPbx, sayOf } from './commands.ts';
import type { DeviceOffer, Dialling } from './dialling.ts';
import { callOfTellId } from '../routing/spoken.ts';
import type { Engine } from './engine.ts';
import type { TrunkOffer } from './inbound.ts';
import type { TimerSet } from './timers.ts';

/** How long to wait before a reconciliation that failed is tried again, in ms. */
export const RECONCILE_RETRY_MS = 1_000;

export interface Connection {
  connected: boolean;
  /** Connected, and what was stored has been compared with what is there. */
  up: boolean;
}

export interface ListenerOptions {
  engine: Engine;
  pbx: CallPbx;
  presence: Presence;
  /** Kept up to date here. */
  connection: Connection;
  reconcile: () => Promise<void>;
  inbound: (offer: TrunkOffer, callId: string) => Promise<void>;
  dialling: Dialling;
  ringAgain: (endpoint: string) => Promise<void>;
  recordings: Pick<RecordingDesk, 'finished' | 'resume'>;
  timers: TimerSet;
  newId: () => string;
  log: AdapterLog;
  /** A phone is there that was not. */
  freed: () => void;
}

export function createListener(options: ListenerOptions): (event: PbxEvent) => void {
  const {
    engine,
    pbx,
    presence,
    connection,
    reconcile,
    inbound,
    dialling,
    ringAgain,
    recordings,
    timers,
    newId,
    log,
    freed,
  } = options;

  async function comeUp(): Promise<void> {
    try {
      await reconcile();
      connection.up = connection.connected;
      await recordings.resume();
      freed();
    } catch (error) {
      log.warn({ err: error }, 'the calls could not be compared with the PBX');
      if (connection.connected) timers.set('reconcile', RECONCILE_RETRY_MS, () => void comeUp());
    }
  }

  function offered(offer: TrunkOffer): void {
    if (engine.callOfLeg.has(offer.legId)) return;
    const fromDevice = offer.origin.kind === 'device';
    const callId = fromDevice && offer.callId !== undefined ? offer.callId : newId();
    engine.callOfLeg.set(offer.legId, callId);
    const handle = async () => {
      if (fromDevice) return dialling.offered(offer as DeviceOffer, callId);
      if (!(await dialling.offeredByMobile(offer, callId))) await inbound(offer, callId);
    };
    engine.lanes.run(callId, handle).catch((error: unknown) => {
      log.error({ err: error, callId }, 'an offered leg could not be taken');
      engine.callOfLeg.delete(offer.legId);
      pbx.hangup
        .leg(offer.legId, 'failed')
        .catch(() => log.warn({ legId: offer.legId }, 'the leg could not be hung up'));
    });
  }

  function finished(playId: string): void {
    const callId = callOfTellId(playId);
    if (callId !== undefined) return void engine.happen(callId, { type: 'told', playId });
    if (!playId.startsWith('say-')) return;
    for (const legId of engine.callOfLeg.keys())
      if (sayOf(legId) === playId) return engine.heard({ type: 'said', legId });
  }

  function heard(event: PbxEvent): void {
    switch (event.type) {
      case 'connection.changed':
        connection.connected = event.up;
        if (event.up) return void comeUp();
        connection.up = false;
        timers.clear('reconcile');
        return presence.clear();
      case 'device.changed':
        presence.changed(event.endpoint, event.online);
        if (!event.online) return;
        freed();
        ringAgain(event.endpoint).catch((error: unknown) =>
          log.error({ err: error, endpoint: event.endpoint }, 'a phone that came back could not be rung'),
        );
        return;
      case 'leg.offered':
        return offered(event);
      case 'play.finished':
        return finished(event.playId);
      case 'login.accepted':
      case 'login.refused':
        return;
      case 'recording.finished':
        return recordings.finished(event.recordingId, event.failed === true);
      default: {
        const callId = engine.callOfLeg.get(event.legId);
        if (callId === undefined) return;
        if (event.type === 'leg.replaced') engine.callOfLeg.set(event.byLegId, callId);
        engine.heard(event);
      }
    }
  }

  return heard;
}
