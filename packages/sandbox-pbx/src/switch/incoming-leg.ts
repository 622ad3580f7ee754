/** A leg that a phone began: the PBX is the called side (UAS). */
import type { Account } from '../accounts/accounts.ts';
import { MediaEndpoint } from '../media/endpoint.ts';
import type { RemoteMedia } from '../media/sdp.ts';
import { type ServerTransaction, type SipConnection, TRANSACTION_MS } from '../sip/connection.ts';
import { parseNameAddr } from '../sip/uri.ts';
import { type LegEndCause, reasonOf, statusOf } from './causes.ts';
import { ALLOW, Dialog, PBX_CONTACT } from './dialog.ts';
import { Leg, type LegWorld } from './leg.ts';

/** A phone whose call nobody takes or refuses is not kept longer than this. */
const OFFER_SECONDS = 180;

export interface IncomingInput {
  id: string;
  account: Account;
  transaction: ServerTransaction;
  /** Its offer. */
  remote: RemoteMedia;
}

export class IncomingLeg extends Leg {
  protected readonly earlyCause = 'rejected';
  readonly #transaction: ServerTransaction;
  readonly #remote: RemoteMedia;
  readonly #stopOffer: () => void;
  #stopAckTimer: (() => void) | undefined;
  #answering: Promise<boolean> | undefined;

  constructor({ id, account, transaction, remote }: IncomingInput, world: LegWorld) {
    super(id, account, world);
    this.#transaction = transaction;
    this.#remote = remote;
    this.#stopOffer = world.clock.after(OFFER_SECONDS * 1000, () => {
      transaction.respond(408);
      this.end('no-answer');
    });
  }

  ring(): void {
    if (!this.answered && !this.ended)
      this.#transaction.respond(180, { headers: [['Contact', PBX_CONTACT]] });
  }

  /**
   * Sends 200; false when the leg ended before that. With `before` it is asked at the last moment, and the answer is told to
   * nobody: the leg stands in for another one.
   */
  answer(options: { before?: () => boolean } = {}): Promise<boolean> {
    this.#answering ??= this.#answer(options.before);
    return this.#answering;
  }

  isOf(transaction: ServerTransaction): boolean {
    return transaction === this.#transaction;
  }

  /** The INVITE was taken back. */
  onCancel(): void {
    if (this.answered || this.ended) return;
    this.#transaction.respond(487);
    this.end('cancelled');
  }

  onAck(): void {
    this.#stopAckTimer?.();
  }

  protected giveUp(cause: LegEndCause): void {
    this.#transaction.respond(statusOf(cause), { headers: [['Reason', reasonOf(cause)]] });
  }

  protected onEarlyLoss(connection: SipConnection): void {
    if (connection === this.#transaction.connection) this.end('cancelled');
  }

  protected release(): void {
    this.#stopOffer();
    this.#stopAckTimer?.();
  }

  async #answer(before?: () => boolean): Promise<boolean> {
    const media = await MediaEndpoint.open();
    const body = await media.answer(this.#remote);
    const gone = this.ended || this.#transaction.answered || !this.#transaction.connection.open;
    if (gone || before?.() === false) {
      media.close();
      this.#stopOffer();
      return false;
    }
    this.#stopOffer();
    const headers: [string, string][] = [
      ['Contact', PBX_CONTACT],
      ['Allow', ALLOW],
      ['Supported', 'replaces'],
    ];
    this.#transaction.respond(200, { headers, body, contentType: 'application/sdp' });
    this.establish(this.#dialog(), media);
    this.#stopAckTimer = this.world.clock.after(TRANSACTION_MS, () => this.hangup('failed'));
    if (before) return true;
    this.world.tell({ type: 'leg.answered', legId: this.id });
    this.tellHold();
    return true;
  }

  #dialog(): Dialog {
    const { request, envelope, connection, localTag } = this.#transaction;
    const to = request.headers.get('to') ?? '';
    return new Dialog({
      callId: envelope.callId,
      localTag,
      remoteTag: envelope.fromTag,
      local: `${to};tag=${localTag}`,
      remote: request.headers.get('from') ?? '',
      target: parseNameAddr(request.headers.list('contact')[0] ?? '')?.uri.text ?? envelope.from.uri.text,
      localCseq: 0,
      remoteCseq: envelope.cseq,
      connection,
    });
  }
}
