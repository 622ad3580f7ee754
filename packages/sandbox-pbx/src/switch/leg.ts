/**
 * One leg: the PBX is the far end of a phone's dialog and of its media.
 *
 *   early ── establish ──► answered ──► ended
 *     └──────────────────────────────────►┘
 *
 * How a leg gets from early to answered is in `incoming-leg.ts` (a phone called us) and `outgoing-leg.ts` (we call phones).
 */
import type { Account } from '../accounts/accounts.ts';
import type { Clock } from '../clock.ts';
import type { PbxEvent } from '../control/protocol.ts';
import type { MediaEndpoint, MediaFrame } from '../media/endpoint.ts';
import type { Party, Room } from '../media/room.ts';
import { KeyReader, keyOfInfo } from '../media/keys.ts';
import { parseSdp } from '../media/sdp.ts';
import type { ServerTransaction, SipConnection } from '../sip/connection.ts';
import { parseNameAddr, parseUri, type SipUri } from '../sip/uri.ts';
import { type LegEndCause, reasonOf } from './causes.ts';
import { ALLOW, type Dialog, PBX_CONTACT } from './dialog.ts';

type WithoutTime<E> = E extends { at: string } ? Omit<E, 'at'> : E;
export type Telling = WithoutTime<PbxEvent>;

/** What a leg needs of the switch. */
export interface LegWorld {
  clock: Clock;
  /** How long an answered leg waits for its phone to come back. */
  recoverySeconds: number;
  tell(event: Telling): void;
  onEstablished(leg: Leg): void;
  onEnded(leg: Leg): void;
}

export abstract class Leg implements Party {
  readonly id: string;
  /** Whose phone it is. For a trunk leg, the trunk. */
  readonly account: Account;
  /** What its phone says is heard by nobody. */
  muted = false;
  protected readonly world: LegWorld;
  #state: 'early' | 'answered' | 'ended' = 'early';
  #dialog: Dialog | undefined;
  #media: MediaEndpoint | undefined;
  #room: Room | undefined;
  #wasHeld = false;
  readonly #keys = new KeyReader();
  #negotiating = false;
  #stopRecovery: (() => void) | undefined;

  constructor(id: string, account: Account, world: LegWorld) {
    this.id = id;
    this.account = account;
    this.world = world;
  }

  get answered(): boolean {
    return this.#state === 'answered';
  }

  get ended(): boolean {
    return this.#state === 'ended';
  }

  get held(): boolean {
    return this.#media?.held ?? false;
  }

  get dialog(): Dialog | undefined {
    return this.#dialog;
  }

  get room(): Room | undefined {
    return this.#room;
  }

  /** Tells the phone, in whatever way fits, that an unanswered leg is over. */
  protected abstract giveUp(cause: LegEndCause): void;
  /** What an unanswered leg's end is called when nobody gave a cause. */
  protected abstract readonly earlyCause: LegEndCause;
  /** The leg is over: whatever the subclass still holds goes. */
  protected abstract release(): void;
  /** The WebSocket is gone while the leg is not answered. */
  protected abstract onEarlyLoss(connection: SipConnection): void;

  /** The phone has answered, or was answered. */
  protected establish(dialog: Dialog, media: MediaEndpoint): void {
    this.#state = 'answered';
    this.#dialog = dialog;
    this.#media = media;
    media.onFrame = (frame) => this.#onFrame(frame);
    this.world.onEstablished(this);
  }

  #onFrame(frame: MediaFrame): void {
    if (frame.kind === 'event') this.#onKey(this.#keys.read(frame));
    if (!this.muted || frame.kind === 'event') this.#room?.onFrame(this, frame);
  }

  #onKey(digit: string | undefined): void {
    if (digit !== undefined) this.world.tell({ type: 'leg.dtmf', legId: this.id, digit });
  }

  hangup(cause?: LegEndCause): void {
    if (this.#state === 'ended') return;
    const why = cause ?? (this.answered ? 'normal' : this.earlyCause);
    if (this.answered) this.#dialog?.send('BYE', [['Reason', reasonOf(why)]]);
    else this.giveUp(why);
    this.end(why);
  }

  /** The leg is over, and everybody is told. */
  protected end(cause: LegEndCause): void {
    if (this.#state === 'ended') return;
    this.#dispose();
    this.world.tell({ type: 'leg.ended', legId: this.id, cause });
  }

  /** Another leg has taken this one's place (RFC 3891): its phone is told, nobody else. What was told of holding goes with it. */
  yieldTo(other: Leg): void {
    const room = this.#room;
    other.#wasHeld = this.#wasHeld;
    this.move(undefined);
    other.move(room);
    if (this.#dialog?.connection.open) this.#dialog.send('BYE', [['Reason', reasonOf('normal')]]);
    this.#dispose();
  }

  move(room: Room | undefined): void {
    if (room === this.#room) return;
    this.#room?.leave(this);
    this.#room = room;
    room?.join(this);
  }

  hear(source: unknown, frame: MediaFrame): void {
    if (!this.held) this.#media?.sender.forward(source, frame);
  }

  play(audio: Buffer): void {
    if (!this.held) this.#media?.sender.play(audio);
  }

  info(contentType: string, body: string): void {
    this.#dialog?.send('INFO', [['Content-Type', contentType]], body);
  }

  /** A request in the dialog. It may come on a new WebSocket: the tags prove that it is the same phone. */
  onRequest(transaction: ServerTransaction): void {
    const dialog = this.#dialog!;
    const { request, envelope } = transaction;
    if (envelope.cseq < dialog.remoteCseq) return transaction.respond(500);
    dialog.remoteCseq = envelope.cseq;
    this.rebind(transaction.connection);
    if (request.method === 'BYE') {
      transaction.respond(200);
      this.end('normal');
    } else if (request.method === 'INVITE' || (request.method === 'UPDATE' && request.body)) {
      void this.#renegotiate(transaction);
    } else if (request.method === 'INFO') {
      transaction.respond(200);
      this.#onKey(keyOfInfo(request.body));
      this.#room?.onInfo(this, request.headers.get('content-type') ?? 'application/dtmf-relay', request.body);
    } else if (request.method === 'OPTIONS' || request.method === 'UPDATE') {
      transaction.respond(200, {
        headers: [
          ['Allow', ALLOW],
          ['Contact', PBX_CONTACT],
        ],
      });
    } else transaction.respond(405, { headers: [['Allow', ALLOW]] });
  }

  /** Whether the leg's phone is the one at this address, whatever parameters it is written with. */
  isAt(uri: SipUri): boolean {
    const own = parseUri(this.#dialog?.target ?? '');
    return own?.user === uri.user && own.host === uri.host;
  }

  /** The phone is back (or has moved) on this WebSocket, in the same dialog. */
  rebind(connection: SipConnection): void {
    if (!this.#dialog || this.ended) return;
    this.#dialog.connection = connection;
    this.#stopRecovery?.();
    this.#stopRecovery = undefined;
  }

  onConnectionLost(connection: SipConnection): void {
    if (this.#state === 'early') return this.onEarlyLoss(connection);
    if (this.ended || this.#dialog?.connection !== connection) return;
    this.#stopRecovery = this.world.clock.after(this.world.recoverySeconds * 1000, () => this.end('failed'));
  }

  /** Tells a hold that has begun or ended since it was last told. */
  tellHold(): void {
    if (this.held === this.#wasHeld) return;
    this.#wasHeld = this.held;
    this.#room?.onHold();
    this.world.tell({ type: this.held ? 'leg.held' : 'leg.resumed', legId: this.id });
  }

  async #renegotiate(transaction: ServerTransaction): Promise<void> {
    const { request } = transaction;
    const remote = parseSdp(request.body);
    if (!remote || !this.#media) return transaction.respond(488);
    if (this.#negotiating) return transaction.respond(491);
    this.#negotiating = true;
    const body = await this.#media.answer(remote).catch(() => undefined);
    this.#negotiating = false;
    if (body === undefined) return transaction.respond(488);
    if (this.ended) return transaction.respond(481);
    const target = parseNameAddr(request.headers.list('contact')[0] ?? '')?.uri.text;
    if (target && this.#dialog) this.#dialog.target = target;
    const headers: [string, string][] = [
      ['Contact', PBX_CONTACT],
      ['Allow', ALLOW],
    ];
    transaction.respond(200, { headers, body, contentType: 'application/sdp' });
    this.tellHold();
  }

  #dispose(): void {
    this.#state = 'ended';
    this.#stopRecovery?.();
    this.release();
    this.move(undefined);
    this.#media?.close();
    this.world.onEnded(this);
  }
}
