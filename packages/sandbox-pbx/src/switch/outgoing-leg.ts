/** A leg that the application originated: every contact of the far end rings, the first to answer has it (UAC with forks). */
import type { Account } from '../accounts/accounts.ts';
import type { Contact } from '../accounts/registrar.ts';
import { randomId } from '../ids.ts';
import { MediaEndpoint } from '../media/endpoint.ts';
import { parseSdp } from '../media/sdp.ts';
import { SipHeaders, type SipResponse } from '../sip/message.ts';
import { formatNameAddr, parseNameAddr } from '../sip/uri.ts';
import type { Caller } from '../control/protocol.ts';
import { type LegEndCause, reasonOf, worstOf } from './causes.ts';
import { ALLOW, Dialog, PBX_CONTACT, PBX_HOST } from './dialog.ts';
import { Leg, type LegWorld } from './leg.ts';

/** A page that is being reloaded while it rings gets this long to register again, and rings on. */
const RELOAD_GRACE_SECONDS = 5;

export interface OutgoingInput {
  id: string;
  account: Account;
  caller: Caller;
  /** Sent to devices as `X-Ringback-Call`. */
  callId: string;
  /** What was dialled: the user part of `To`. */
  dialled: string;
  timeoutSeconds: number;
}

interface Fork {
  contact: Contact;
  callId: string;
  tag: string;
  media: MediaEndpoint;
  /** Undefined while it still may answer. */
  status?: number;
}

export class OutgoingLeg extends Leg {
  protected readonly earlyCause = 'cancelled';
  readonly #input: OutgoingInput;
  #asked: Contact[] = [];
  readonly #forks: Fork[] = [];
  readonly #stopTimeout: () => void;
  #winner: Fork | undefined;
  #opening = 0;
  #rang = false;
  #stopGrace: (() => void) | undefined;

  constructor(input: OutgoingInput, world: LegWorld) {
    super(input.id, input.account, world);
    this.#input = input;
    this.#stopTimeout = world.clock.after(input.timeoutSeconds * 1000, () => this.hangup('no-answer'));
  }

  /** Rings a contact; also one that registers while others ring. The same contact is not rung twice. */
  async ring(contact: Contact): Promise<void> {
    const known = this.#asked.some(
      (one) => one.uri.text === contact.uri.text && one.connection === contact.connection,
    );
    if (known) return;
    // Pages that are gone have been followed by this one: nobody needs to wait for them any more.
    this.#asked = [...this.#asked.filter(({ connection }) => connection.open), contact];
    this.#opening++;
    const media = await MediaEndpoint.open().catch(() => undefined);
    this.#opening--;
    if (!media || this.ended || this.answered || !contact.connection.open) {
      media?.close();
      return this.#settle();
    }
    this.#stopGrace?.();
    const fork: Fork = { contact, callId: randomId(), tag: randomId(), media };
    this.#forks.push(fork);
    const request = {
      kind: 'request' as const,
      method: 'INVITE',
      uri: contact.uri.text,
      headers: this.#headers(fork),
      body: media.offer(),
    };
    contact.connection.request(request, { onResponse: (response) => this.#onResponse(fork, response) });
  }

  /** Nobody is there to be rung. */
  unreachable(): void {
    this.end('unreachable');
  }

  protected giveUp(cause: LegEndCause): void {
    this.#cancelAll(reasonOf(cause));
  }

  protected onEarlyLoss(): void {
    // The lost connection has already failed its forks' transactions.
  }

  protected release(): void {
    this.#stopTimeout();
    this.#stopGrace?.();
    for (const fork of this.#forks) if (fork !== this.#winner) fork.media.close();
  }

  #onResponse(fork: Fork, response: SipResponse): void {
    if (response.status >= 200 && response.status < 300) return this.#onAnswer(fork, response);
    if (fork.status !== undefined || this.ended || this.answered) return;
    if (response.status < 200) {
      if (!this.#rang) this.world.tell({ type: 'leg.ringing', legId: this.id });
      this.#rang = true;
      return;
    }
    fork.status = response.status;
    fork.media.close();
    if (response.status < 600) return this.#settle();
    this.#cancelAll(reasonOf('rejected')); // 6xx speaks for the person, not for one phone (RFC 3261 §21.6)
    this.end(worstOf([response.status]));
  }

  #onAnswer(fork: Fork, response: SipResponse): void {
    const dialog = this.#dialogOf(fork, response);
    dialog.ack(1);
    if (fork === this.#winner) return; // a copy of the same 200
    const remote = parseSdp(response.body);
    if (this.ended || this.answered || !remote) {
      fork.status ??= 488;
      dialog.send('BYE', [['Reason', reasonOf(this.answered ? 'answered-elsewhere' : 'normal')]]);
      fork.media.close();
      if (!this.ended && !this.answered) this.#settle();
      return;
    }
    this.#winner = fork;
    this.#stopTimeout();
    fork.media.accept(remote);
    this.establish(dialog, fork.media);
    this.#cancelAll(reasonOf('answered-elsewhere'));
    const phone = this.#input.account.kind === 'device' ? { phone: 'soft' as const } : {};
    this.world.tell({ type: 'leg.answered', legId: this.id, ...phone });
    this.tellHold();
  }

  #cancelAll(reason: string): void {
    this.#stopTimeout();
    for (const fork of this.#forks) {
      if (fork === this.#winner || fork.status !== undefined) continue;
      fork.status = 487;
      fork.contact.connection.cancel(fork.callId, reason);
      fork.media.close();
    }
  }

  /** Ends the leg when no phone is left that could answer. */
  #settle(): void {
    if (
      this.ended ||
      this.answered ||
      this.#opening > 0 ||
      this.#forks.some(({ status }) => status === undefined)
    )
      return;
    const refusals = this.#forks
      .filter(({ contact }) => contact.connection.open)
      .map(({ status }) => status ?? 408);
    if (this.#asked.every(({ connection }) => connection.open)) return this.end(worstOf(refusals));
    this.#stopGrace?.();
    this.#stopGrace = this.world.clock.after(RELOAD_GRACE_SECONDS * 1000, () => this.end(worstOf(refusals)));
  }

  #headers(fork: Fork): SipHeaders {
    const { caller, callId, dialled, account } = this.#input;
    const from = caller.number
      ? formatNameAddr(caller.name ?? '', caller.number, PBX_HOST)
      : formatNameAddr('Anonymous', 'anonymous', 'anonymous.invalid');
    const headers = new SipHeaders().add('Max-Forwards', '70').add('From', `${from};tag=${fork.tag}`);
    headers
      .add('To', formatNameAddr('', dialled, PBX_HOST))
      .add('Call-ID', fork.callId)
      .add('CSeq', '1 INVITE');
    headers.add('Contact', PBX_CONTACT).add('Allow', ALLOW).add('Supported', 'replaces');
    if (caller.number) headers.add('P-Asserted-Identity', from);
    if (account.kind === 'device') headers.add('X-Ringback-Call', callId);
    return headers.add('Content-Type', 'application/sdp');
  }

  #dialogOf(fork: Fork, response: SipResponse): Dialog {
    const to = response.headers.get('to') ?? '';
    return new Dialog({
      callId: fork.callId,
      localTag: fork.tag,
      remoteTag: parseNameAddr(to)?.params.get('tag') ?? '',
      local: this.#headers(fork).get('from') ?? '',
      remote: to,
      target: parseNameAddr(response.headers.list('contact')[0] ?? '')?.uri.text ?? fork.contact.uri.text,
      localCseq: 1,
      remoteCseq: 0,
      connection: fork.contact.connection,
    });
  }
}
