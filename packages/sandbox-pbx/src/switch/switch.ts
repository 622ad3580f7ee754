/** The switch: legs, bridges and what the application may do with them. SIP requests come in through `sip-server.ts`. */
import { RingbackError } from '@ringback/model';
import type { Accounts } from '../accounts/accounts.ts';
import { type Contact, Registrar } from '../accounts/registrar.ts';
import type { Clock } from '../clock.ts';
import type { Params, PbxEvent, PbxSnapshot } from '../control/protocol.ts';
import { Bridge } from '../media/room.ts';
import type { SipConnection } from '../sip/connection.ts';
import { dialogKey } from './dialog.ts';
import { IncomingLeg } from './incoming-leg.ts';
import type { Leg, LegWorld, Telling } from './leg.ts';
import { OutgoingLeg } from './outgoing-leg.ts';
import { Playbacks } from './playbacks.ts';
import { Recordings } from './recordings.ts';

/** Ids of ended legs that are remembered, so that a command repeated late is still the same command. */
const REMEMBERED_IDS = 2000;

export interface SwitchOptions {
  clock: Clock;
  accounts: Accounts;
  recoverySeconds: number;
  recordingsDir: string | undefined;
  tell(event: PbxEvent): void;
}

export class Switch {
  readonly registrar: Registrar;
  readonly playbacks: Playbacks;
  readonly recordings: Recordings;
  readonly #accounts: Accounts;
  readonly #clock: Clock;
  readonly #tell: (event: PbxEvent) => void;
  readonly #world: LegWorld;
  readonly #legs = new Map<string, Leg>();
  readonly #dialogs = new Map<string, Leg>();
  readonly #bridges = new Map<string, Bridge>();
  /** Legs with test numbers: the application never hears of them. */
  readonly #private = new WeakSet<Leg>();
  readonly #usedIds = new Set<string>();

  constructor({ clock, accounts, recoverySeconds, recordingsDir, tell }: SwitchOptions) {
    this.#clock = clock;
    this.#accounts = accounts;
    this.#tell = tell;
    this.#world = {
      clock,
      recoverySeconds,
      tell: (event) => this.#say(event),
      onEstablished: (leg) => this.#dialogs.set(leg.dialog!.key, leg),
      onEnded: (leg) => this.#forget(leg),
    };
    const media = {
      leg: (legId: string) => this.leg(legId),
      bridge: (bridgeId: string) => this.#bridge(bridgeId),
      tell: (event: Telling) => this.#say(event),
    };
    this.playbacks = new Playbacks(media);
    this.recordings = new Recordings({ ...media, folder: recordingsDir });
    this.registrar = new Registrar(clock, {
      onContact: (contact) => this.#onContact(contact),
      onDevice: (endpoint, online) => this.#say({ type: 'device.changed', endpoint, online }),
    });
  }

  get world(): LegWorld {
    return this.#world;
  }

  get size(): number {
    return this.#legs.size;
  }

  /** A leg that a phone began. */
  admit(leg: IncomingLeg, options: { private?: boolean } = {}): void {
    this.#legs.set(leg.id, leg);
    if (options.private) this.#private.add(leg);
  }

  incomingLegs(): IncomingLeg[] {
    return [...this.#legs.values()].filter((leg) => leg instanceof IncomingLeg);
  }

  isPrivate(leg: Leg): boolean {
    return this.#private.has(leg);
  }

  /** For a leg that the application is not to hear of. */
  get silentWorld(): LegWorld {
    return { ...this.#world, tell: () => undefined };
  }

  legOfDialog(callId: string, localTag: string, remoteTag: string): Leg | undefined {
    return this.#dialogs.get(dialogKey(callId, localTag, remoteTag));
  }

  onConnectionLost(connection: SipConnection): void {
    this.registrar.forget(connection);
    for (const leg of [...this.#legs.values()]) leg.onConnectionLost(connection);
  }

  close(): void {
    for (const leg of [...this.#legs.values()]) leg.hangup();
    this.registrar.close();
  }

  snapshot(): PbxSnapshot {
    const legs = [...this.#legs.values()].filter((leg) => !this.#private.has(leg));
    return {
      legs: legs.map((leg) => ({
        legId: leg.id,
        answered: leg.answered,
        ...(leg.room instanceof Bridge && { bridgeId: leg.room.id }),
      })),
      onlineDevices: this.registrar.onlineDevices(),
    };
  }

  originate({ legId, to, caller, callId, timeoutSeconds }: Params<'originate'>): void {
    if (this.#usedIds.has(legId))
      throw new RingbackError('conflict', `There is or was already a leg ${legId}.`);
    this.#remember(legId);
    const account =
      to.kind === 'device' ? to : { kind: 'trunk' as const, endpoint: this.#accounts.trunks[0] ?? 'trunk' };
    const dialled = to.kind === 'device' ? to.endpoint : to.number;
    const leg = new OutgoingLeg({ id: legId, account, caller, callId, dialled, timeoutSeconds }, this.#world);
    this.#legs.set(legId, leg);
    const contacts =
      to.kind === 'device' ? this.registrar.contacts('device', to.endpoint) : this.#trunkContacts(to.number);
    // Told after the command has been answered.
    if (contacts.length === 0) setImmediate(() => leg.unreachable());
    for (const contact of contacts) void leg.ring(contact);
  }

  ring({ legId }: Params<'ring'>): void {
    this.#offered(legId).ring();
  }

  async answer({ legId }: Params<'answer'>): Promise<void> {
    if (!(await this.#offered(legId).answer()))
      throw new RingbackError('not-found', `Leg ${legId} has ended.`);
  }

  hangup({ legId, cause }: Params<'hangup'>): void {
    this.#legs.get(legId)?.hangup(cause);
  }

  createBridge({ bridgeId }: Params<'bridge.create'>): void {
    if (!this.#bridges.has(bridgeId)) this.#bridges.set(bridgeId, new Bridge(bridgeId));
  }

  addToBridge({ bridgeId, legId }: Params<'bridge.add'>): void {
    const [bridge, leg] = [this.#bridge(bridgeId), this.leg(legId)];
    if (!leg.answered) throw new RingbackError('conflict', `Leg ${legId} is not answered yet.`);
    leg.move(bridge);
  }

  destroyBridge({ bridgeId }: Params<'bridge.destroy'>): void {
    const bridge = this.#bridges.get(bridgeId);
    this.#bridges.delete(bridgeId);
    for (const leg of this.#legs.values()) if (bridge && leg.room === bridge) leg.move(undefined);
  }

  leg(legId: string): Leg {
    const leg = this.#legs.get(legId);
    if (!leg) throw new RingbackError('not-found', `There is no leg ${legId}.`);
    return leg;
  }

  #bridge(bridgeId: string): Bridge {
    const bridge = this.#bridges.get(bridgeId);
    if (!bridge) throw new RingbackError('not-found', `There is no bridge ${bridgeId}.`);
    return bridge;
  }

  #offered(legId: string): IncomingLeg {
    const leg = this.leg(legId);
    if (!(leg instanceof IncomingLeg))
      throw new RingbackError('conflict', `Leg ${legId} was originated here: its phone answers.`);
    return leg;
  }

  /** Phones that say which number they have are rung for that number only; phones that do not say are rung for any. */
  #trunkContacts(number: string): Contact[] {
    const contacts = this.#accounts.trunks.flatMap((trunk) => this.registrar.contacts('trunk', trunk));
    const digits = (text: string): string => text.replace(/\D/g, '');
    const declared = contacts.filter((contact) => contact.number !== undefined);
    return declared.length > 0
      ? declared.filter((contact) => digits(contact.number ?? '') === digits(number))
      : contacts;
  }

  #onContact(contact: Contact): void {
    for (const leg of this.#legs.values()) {
      if (leg.account.kind !== contact.kind || leg.account.endpoint !== contact.endpoint) continue;
      if (leg.answered && leg.isAt(contact.uri)) leg.rebind(contact.connection);
      else if (contact.kind === 'device' && leg instanceof OutgoingLeg && !leg.answered)
        void leg.ring(contact);
    }
  }

  #say(event: Telling): void {
    const timed =
      event.type === 'device.changed' ? event : { ...event, at: new Date(this.#clock.now()).toISOString() };
    this.#tell(timed);
  }

  #forget(leg: Leg): void {
    this.#legs.delete(leg.id);
    if (leg.dialog) this.#dialogs.delete(leg.dialog.key);
  }

  #remember(legId: string): void {
    this.#usedIds.add(legId);
    const oldest = this.#usedIds.size > REMEMBERED_IDS ? this.#usedIds.values().next().value : undefined;
    if (oldest !== undefined) this.#usedIds.delete(oldest);
  }
}
