/** The media side of one call: whether sound flows, how good it is, and mending the path. */
import type { CallQuality, HealthPart, QualityReport } from '@ringback/model';
import type { RTCSession } from './jssip.ts';
import { comesBack, type MediaWatch, watchMedia } from './media-watch.ts';
import { QualityMeter } from './quality.ts';
import { readStats } from './read-stats.ts';

export interface LegMediaOptions {
  /** The path of the session that the call has now is lost. */
  onLost: () => void;
  onChange: () => void;
  newPart: () => string;
}

export class LegMedia {
  readonly #options: LegMediaOptions;
  #meter = new QualityMeter();
  #part: string;
  #connection: RTCPeerConnection | undefined;
  #watch: MediaWatch | undefined;

  constructor(options: LegMediaOptions) {
    this.#options = options;
    this.#part = options.newPart();
  }

  get health(): HealthPart['state'] {
    return this.#watch?.state ?? 'unknown';
  }

  /** What was measured since the last `beginPart`. */
  get report(): QualityReport | undefined {
    const { summary } = this.#meter;
    return summary && { part: this.#part, ...summary };
  }

  beginPart(): void {
    this.#meter = new QualityMeter();
    this.#part = this.#options.newPart();
  }

  /** From now on this is the call's connection. */
  attach(connection: RTCPeerConnection): void {
    if (connection === this.#connection) return;
    this.detach();
    this.#connection = connection;
    this.#watch = watchMedia(connection, this.#options);
  }

  detach(): void {
    this.#watch?.stop();
    this.#watch = undefined;
    this.#connection = undefined;
    this.#meter.pause();
  }

  /** Held, or not there at the moment: what is measured then says nothing. */
  pause(): void {
    this.#meter.pause();
  }

  async sample(muted: boolean): Promise<CallQuality | undefined> {
    const connection = this.#connection;
    if (!connection) return undefined;
    const reading = await readStats(connection, muted).catch(() => undefined);
    return reading && connection === this.#connection ? this.#meter.take(reading) : undefined;
  }
}

/** How long the PBX may take to answer a re-INVITE, in ms. */
const ANSWER_MS = 4_000;

/**
 * New candidates by re-INVITE (RFC 8445, ICE restart); resolves with whether sound flows again, with false when the call is `gone`. JsSIP's own `renegotiate` would hang up
 * when the PBX refuses; hence the method under it is called, which leaves that to us.
 */
export async function restartIce(session: RTCSession, gone: Promise<never>): Promise<boolean> {
  const inner = session as unknown as { _sendReinvite?: (options: object) => void };
  if (!inner._sendReinvite || !session.isReadyToReOffer()) return false;
  const { promise: accepted, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ANSWER_MS);
  inner._sendReinvite({
    rtcOfferConstraints: { iceRestart: true },
    eventHandlers: { succeeded: () => resolve(true), failed: () => resolve(false) },
  });
  gone.catch(() => resolve(false));
  const yes = await accepted;
  clearTimeout(timer);
  return yes && session.isEstablished() && comesBack(session.connection, gone);
}
