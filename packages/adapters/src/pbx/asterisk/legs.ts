/**
 * From channels to legs. A leg is what the gateway knows; behind one that we ring there may be several channels, one for each
 * phone of the agent, until the first answers.
 *
 * Pure: takes an event, says what is to be told and which channels are to be hung up.
 */
import type { DevicePhone, LegEndCause, PbxEvent } from '../contract.ts';
import {
  isOurs,
  legOfChannel,
  mostTelling,
  toAddress,
  toCallId,
  toCaller,
  toEndCause,
  toIso,
} from './map.ts';
import type { AriEvent, Channel } from './wire.ts';

interface Leg {
  legId: string;
  originated: boolean;
  /** Channels that are up or ring, and which kind of a device's phones each is, where that is known. */
  channels: Map<string, DevicePhone | undefined>;
  /** Why the others are gone. */
  gone: LegEndCause[];
  /** The phone that answered; of an offered leg the only one. */
  channel?: string;
  answered: boolean;
  rang: boolean;
  /** Whether the gateway has heard of it by an event or a snapshot. */
  told: boolean;
  /** Why it ends, when we hung up. */
  wanted?: LegEndCause;
}

export interface Outcome {
  tell: PbxEvent[];
  /** Channels to hang up, and why. */
  hangup: { channelId: string; cause: LegEndCause }[];
  /** Channels that came with arguments which mean nothing to us. */
  letGo: string[];
}

export class LegBook {
  readonly #app: string;
  readonly #legs = new Map<string, Leg>();
  /** Channels on hold, also such as are no leg's (yet): a phone may come back holding. */
  readonly #held = new Set<string>();
  /** Channels that were there before we listened: Asterisk does not tell whether they are on hold. */
  #unsure = new Set<string>();
  /** A channel that takes another's place in a bridge, and that other one. */
  readonly #predecessors = new Map<string, string>();

  constructor(app: string) {
    this.#app = app;
  }

  has(legId: string): boolean {
    return this.#legs.has(legId);
  }

  isHeld(channelId: string): boolean {
    return this.#held.has(channelId);
  }

  /** The channel to command: the one that answered, or the only one. */
  channelOf(legId: string): string | undefined {
    const leg = this.#legs.get(legId);
    return leg?.channel ?? leg?.channels.keys().next().value;
  }

  /** Before the first channel is asked for, so that no event comes too early. */
  originated(legId: string, channels: Leg['channels']): void {
    this.#legs.set(legId, {
      legId,
      originated: true,
      channels: new Map(channels),
      gone: [],
      answered: false,
      rang: false,
      told: true,
    });
  }

  /** Whether the leg that we ring may still be answered. */
  rings(legId: string): boolean {
    const leg = this.#legs.get(legId);
    return leg !== undefined && leg.originated && !leg.answered && leg.wanted === undefined;
  }

  /** One more phone of the same agent, before its channel is asked for. */
  ringsAlso(legId: string, channelId: string, phone: DevicePhone | undefined): void {
    this.#legs.get(legId)?.channels.set(channelId, phone);
  }

  forget(legId: string): void {
    this.#legs.delete(legId);
  }

  /** A channel that could not be made. */
  failed(channelId: string, at: string): Outcome {
    const outcome = nothing();
    this.#lost(channelId, 'unreachable', at, outcome);
    return outcome;
  }

  /** Whether a channel that was asked for is still wanted now that it is there. */
  wants(channelId: string): boolean {
    const leg = this.#legs.get(legOfChannel(this.#app, channelId) ?? '');
    return (
      leg !== undefined &&
      leg.channels.has(channelId) &&
      leg.wanted === undefined &&
      (!leg.answered || leg.channel === channelId)
    );
  }

  /** We are about to hang up: every channel that must go. */
  hangup(legId: string, cause: LegEndCause | undefined): { channelIds: string[]; cause: LegEndCause } {
    const leg = this.#legs.get(legId);
    const why = cause ?? (leg?.originated && !leg.answered ? 'cancelled' : 'normal');
    if (leg) leg.wanted = why;
    return { channelIds: [...(leg?.channels.keys() ?? [])], cause: why };
  }

  /** After a (re)connection: what is there, as a snapshot tells it. Nothing is told of what happened meanwhile. */
  rebuild(channels: readonly Channel[]): void {
    const before = new Map(this.#legs);
    this.#legs.clear();
    const present = new Set(channels.map(({ id }) => id));
    for (const known of [this.#held, this.#predecessors])
      for (const id of known.keys()) if (!present.has(id)) known.delete(id);
    this.#unsure = present;
    for (const channel of channels) {
      const legId = legOfChannel(this.#app, channel.id);
      if (legId === undefined || !isOurs(this.#app, channel)) continue;
      const originated = channel.id.includes('~');
      const answered = channel.state === 'Up';
      const leg = this.#legs.get(legId) ?? {
        legId,
        originated,
        channels: new Map<string, undefined>(),
        gone: [],
        answered: false,
        rang: false,
        told: originated || answered || (before.get(legId)?.told ?? false),
      };
      leg.channels.set(channel.id, undefined);
      leg.rang ||= channel.state === 'Ringing' || answered;
      leg.answered ||= answered;
      if (answered || !originated) leg.channel = channel.id;
      this.#legs.set(legId, leg);
    }
  }

  apply(event: AriEvent): Outcome {
    const outcome = nothing();
    switch (event.type) {
      case 'StasisStart':
        if (event.replace_channel)
          this.#replaced(event.replace_channel.id, event.channel, toIso(event.timestamp), outcome);
        else if (event.args[0] === 'originated')
          this.#answered(event.channel.id, toIso(event.timestamp), outcome);
        else this.#offered(event.channel, event.args, toIso(event.timestamp), outcome);
        break;
      case 'ChannelStateChange':
        this.#changed(event.channel, toIso(event.timestamp), outcome);
        break;
      case 'ChannelHold':
      case 'ChannelUnhold':
        this.#setHeld(event.channel.id, event.type === 'ChannelHold', toIso(event.timestamp), outcome);
        break;
      case 'ChannelDtmfReceived': {
        const leg = this.#legOf(event.channel.id);
        const at = toIso(event.timestamp);
        if (leg) outcome.tell.push({ type: 'leg.dtmf', legId: leg.legId, digit: event.digit, at });
        break;
      }
      case 'ChannelEnteredBridge':
        this.#dropPredecessor(event.channel.id, outcome);
        break;
      case 'ChannelDestroyed':
        this.#destroyed(event, outcome);
        break;
      default:
    }
    return outcome;
  }

  #legOf(channelId: string): Leg | undefined {
    const leg = this.#legs.get(legOfChannel(this.#app, channelId) ?? '');
    return leg?.channels.has(channelId) ? leg : undefined;
  }

  #offered(channel: Channel, args: readonly string[], at: string, outcome: Outcome): void {
    const [origin, endpoint, header, remote] = args;
    if (origin === 'probe') return;
    if (origin !== 'trunk' && !(origin === 'device' && endpoint)) {
      outcome.letGo.push(channel.id);
      return;
    }
    if (this.#legs.get(channel.id)?.told) return;
    this.#legs.set(channel.id, {
      legId: channel.id,
      originated: false,
      channels: new Map([[channel.id, undefined]]),
      gone: [],
      channel: channel.id,
      answered: channel.state === 'Up',
      rang: false,
      told: true,
    });
    const callId = toCallId(header);
    const address = toAddress(remote);
    outcome.tell.push({
      type: 'leg.offered',
      legId: channel.id,
      origin: origin === 'device' && endpoint ? { kind: 'device', endpoint } : { kind: 'trunk' },
      caller: toCaller(channel),
      dialled: channel.dialplan.exten,
      ...(callId === undefined ? {} : { callId }),
      ...(address === undefined ? {} : { address }),
      at,
    });
  }

  #changed(channel: Channel, at: string, outcome: Outcome): void {
    const leg = this.#legOf(channel.id);
    if (!leg) return;
    if (channel.state === 'Ringing' && !leg.rang && !leg.answered) {
      leg.rang = true;
      outcome.tell.push({ type: 'leg.ringing', legId: leg.legId, at });
    }
    // Of a leg that we rang, StasisStart tells it: only then can the channel be joined.
    if (channel.state === 'Up' && !leg.originated && !leg.answered) {
      leg.answered = true;
      outcome.tell.push({ type: 'leg.answered', legId: leg.legId, at });
    }
  }

  #answered(channelId: string, at: string, outcome: Outcome): void {
    const leg = this.#legOf(channelId);
    if (!leg || leg.channel === channelId) return;
    if (leg.answered) {
      outcome.hangup.push({ channelId, cause: 'answered-elsewhere' });
      return;
    }
    leg.answered = true;
    leg.channel = channelId;
    for (const other of leg.channels.keys()) {
      if (other !== channelId) outcome.hangup.push({ channelId: other, cause: 'answered-elsewhere' });
    }
    const phone = leg.channels.get(channelId);
    outcome.tell.push({ type: 'leg.answered', legId: leg.legId, ...(phone ? { phone } : {}), at });
  }

  #replaced(oldChannel: string, channel: Channel, at: string, outcome: Outcome): void {
    const leg = this.#legOf(oldChannel);
    this.#predecessors.set(channel.id, oldChannel);
    if (!leg) return;
    this.#legs.delete(leg.legId);
    this.#legs.set(channel.id, {
      legId: channel.id,
      originated: false,
      channels: new Map([[channel.id, undefined]]),
      gone: [],
      channel: channel.id,
      answered: true,
      rang: true,
      told: true,
    });
    outcome.tell.push({ type: 'leg.replaced', legId: leg.legId, byLegId: channel.id, at });
    const held = this.#held.has(channel.id);
    if (held !== this.#held.has(oldChannel)) {
      outcome.tell.push({ type: held ? 'leg.held' : 'leg.resumed', legId: channel.id, at });
    }
    this.#held.delete(oldChannel);
  }

  /**
   * Asterisk leaves the old channel in our hands; its phone is gone, and would be waited for until media times out. It tells of the takeover
   * before it swaps the two, and the swap fails, without a word, where the old channel is just leaving the bridge: so not before it is done.
   */
  #dropPredecessor(channelId: string, outcome: Outcome): void {
    const before = this.#predecessors.get(channelId);
    if (before === undefined) return;
    this.#predecessors.delete(channelId);
    outcome.hangup.push({ channelId: before, cause: 'normal' });
  }

  #setHeld(channelId: string, held: boolean, at: string, outcome: Outcome): void {
    const sure = !this.#unsure.delete(channelId);
    if (sure && held === this.#held.has(channelId)) return;
    if (held) this.#held.add(channelId);
    else this.#held.delete(channelId);
    const leg = this.#legOf(channelId);
    if (leg) outcome.tell.push({ type: held ? 'leg.held' : 'leg.resumed', legId: leg.legId, at });
  }

  #destroyed(event: Extract<AriEvent, { type: 'ChannelDestroyed' }>, outcome: Outcome): void {
    const { channel, cause, tech_cause, timestamp } = event;
    this.#held.delete(channel.id);
    this.#unsure.delete(channel.id);
    this.#dropPredecessor(channel.id, outcome);
    const leg = this.#legOf(channel.id);
    if (!leg) return;
    const ended = toEndCause({
      q850: cause,
      sip: tech_cause,
      answered: leg.answered,
      originated: leg.originated,
    });
    this.#lost(channel.id, ended, toIso(timestamp), outcome);
  }

  #lost(channelId: string, cause: LegEndCause, at: string, outcome: Outcome): void {
    const leg = this.#legOf(channelId);
    if (!leg) return;
    leg.channels.delete(channelId);
    leg.gone.push(cause);
    const over = leg.answered ? leg.channel === channelId : leg.channels.size === 0;
    if (!over) return;
    this.#legs.delete(leg.legId);
    const why = leg.wanted ?? (leg.answered ? cause : mostTelling(leg.gone));
    outcome.tell.push({ type: 'leg.ended', legId: leg.legId, cause: why, at });
  }
}

const nothing = (): Outcome => ({ tell: [], hangup: [], letGo: [] });
