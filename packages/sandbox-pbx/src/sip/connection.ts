/**
 * One phone's WebSocket with its transactions (RFC 3261 §17 over a reliable transport: nothing is sent twice by us; what a phone
 * sends twice is answered again from memory and changes nothing).
 */
import type { Clock } from '../clock.ts';
import { randomId } from '../ids.ts';
import {
  type Envelope,
  parseMessage,
  readEnvelope,
  responseTo,
  serialize,
  SipHeaders,
  type SipRequest,
  type SipResponse,
} from './message.ts';

/** 64·T1: how long a transaction waits for its other half. */
export const TRANSACTION_MS = 32_000;
/** Transactions that one phone may have open; a phone has a handful. */
const MAX_TRANSACTIONS = 500;

export interface Wire {
  /** Where the phone is. */
  readonly address: string;
  send(text: string): void;
}

export interface Reply {
  headers?: [name: string, value: string][];
  body?: string;
  contentType?: string;
  reason?: string;
}

/** A request that waits for its answer. */
export interface ServerTransaction {
  readonly request: SipRequest;
  readonly envelope: Envelope;
  readonly connection: SipConnection;
  /** The tag we add to `To` where the request had none. */
  readonly localTag: string;
  readonly answered: boolean;
  respond(status: number, reply?: Reply): void;
}

export interface ClientEvents {
  /** Each response but 100; a lost connection or no answer at all come as 408. */
  onResponse(response: SipResponse): void;
}

export interface ConnectionHandler {
  onRequest(transaction: ServerTransaction): void;
  onAck(request: SipRequest, envelope: Envelope, connection: SipConnection): void;
  onCancel(invite: ServerTransaction): void;
}

interface Remembered {
  transaction: ServerTransaction;
  lastResponse?: string;
}

interface Pending {
  request: SipRequest;
  events: ClientEvents;
  calledOff: () => void;
  final: boolean;
}

export class SipConnection {
  readonly id = randomId('ws-');
  readonly address: string;
  readonly #wire: Wire;
  readonly #clock: Clock;
  readonly #handler: ConnectionHandler;
  readonly #server = new Map<string, Remembered>();
  readonly #client = new Map<string, Pending>();
  readonly #timers = new Set<() => void>();
  #open = true;

  constructor(wire: Wire, clock: Clock, handler: ConnectionHandler) {
    this.#wire = wire;
    this.address = wire.address;
    this.#clock = clock;
    this.#handler = handler;
  }

  get open(): boolean {
    return this.#open;
  }

  /** A frame from the phone. Whatever is in it, nothing is thrown. */
  receive(text: string): void {
    if (/^\s*$/.test(text)) {
      if (text === '\r\n\r\n') this.#write('\r\n'); // keep-alive (RFC 5626 §4.4.1)
      return;
    }
    const message = parseMessage(text);
    if (!message) return;
    const envelope = readEnvelope(message);
    if (message.kind === 'response') {
      if (envelope) this.#onResponse(message, envelope);
    } else if (envelope) this.#onRequest(message, envelope);
    else if (message.method !== 'ACK' && message.headers.get('via')) {
      this.#write(serialize(responseTo(message, 400, randomId())));
    }
  }

  /** Sends a request in a transaction of its own; the Via is added here. */
  request(request: SipRequest, events: ClientEvents): void {
    const branch = randomId('z9hG4bK');
    const sent = { ...request, headers: withVia(request.headers, branch) };
    const pending: Pending = { request: sent, events, final: false, calledOff: () => undefined };
    if (!this.#open) return events.onResponse(localTimeout(sent));
    pending.calledOff = this.#after(TRANSACTION_MS, () => this.#fail(branch));
    this.#client.set(branch, pending);
    this.#write(serialize(sent));
  }

  /** CANCEL of an INVITE that `request` sent: found by its Call-ID and CSeq, same branch (RFC 3261 §9.1). */
  cancel(callId: string, reason: string | undefined): void {
    for (const [branch, pending] of this.#client) {
      const { request } = pending;
      if (request.method !== 'INVITE' || pending.final || request.headers.get('call-id') !== callId) continue;
      const headers = new SipHeaders().add('Via', request.headers.get('via') ?? '').add('Max-Forwards', '70');
      for (const name of ['From', 'To', 'Call-ID']) headers.add(name, request.headers.get(name) ?? '');
      headers.add('CSeq', (request.headers.get('cseq') ?? '').replace('INVITE', 'CANCEL'));
      if (reason) headers.add('Reason', reason);
      this.#write(serialize({ kind: 'request', method: 'CANCEL', uri: request.uri, headers, body: '' }));
      pending.calledOff();
      pending.calledOff = this.#after(TRANSACTION_MS, () => this.#fail(branch));
    }
  }

  /** Whatever it is. */
  sendRaw(text: string): void {
    this.#write(text);
  }

  /** ACK for a 2xx: a request of its own, without an answer. */
  ack(request: SipRequest): void {
    this.#write(serialize({ ...request, headers: withVia(request.headers, randomId('z9hG4bK')) }));
  }

  /** The WebSocket is gone: whoever waits for a response gets 408. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const branch of [...this.#client.keys()]) this.#fail(branch);
    for (const calledOff of this.#timers) calledOff();
    this.#timers.clear();
    this.#server.clear();
  }

  #onRequest(request: SipRequest, envelope: Envelope): void {
    if (request.method === 'ACK') return this.#handler.onAck(request, envelope, this);
    const key = `${request.method} ${envelope.branch}`;
    const known = this.#server.get(key);
    if (known) {
      if (known.lastResponse) this.#write(known.lastResponse);
      return;
    }
    if (this.#server.size >= MAX_TRANSACTIONS) {
      this.#write(serialize(responseTo(request, 503, randomId())));
      return;
    }
    const transaction = this.#remember(key, request, envelope);
    if (request.method === 'CANCEL') return this.#onCancel(transaction);
    if (request.method === 'INVITE') transaction.respond(100);
    this.#handler.onRequest(transaction);
  }

  #onCancel(cancel: ServerTransaction): void {
    const invite = this.#server.get(`INVITE ${cancel.envelope.branch}`)?.transaction;
    if (invite?.envelope.callId !== cancel.envelope.callId) return cancel.respond(481);
    cancel.respond(200);
    if (!invite.answered) this.#handler.onCancel(invite);
  }

  #remember(key: string, request: SipRequest, envelope: Envelope): ServerTransaction {
    const localTag = envelope.toTag || randomId();
    let final = false;
    const entry: Remembered = {
      transaction: {
        request,
        envelope,
        connection: this,
        localTag,
        get answered() {
          return final;
        },
        respond: (status, reply = {}) => {
          if (final) return;
          final = status >= 200;
          const response = responseTo(request, status, status > 100 ? localTag : undefined, reply.reason);
          for (const [name, value] of reply.headers ?? []) response.headers.add(name, value);
          if (reply.contentType) response.headers.add('Content-Type', reply.contentType);
          entry.lastResponse = serialize({ ...response, body: reply.body ?? '' });
          this.#write(entry.lastResponse);
          if (final) this.#after(TRANSACTION_MS, () => this.#server.delete(key));
        },
      },
    };
    this.#server.set(key, entry);
    return entry.transaction;
  }

  #onResponse(response: SipResponse, envelope: Envelope): void {
    const pending = this.#client.get(envelope.branch);
    if (!pending || pending.request.method !== envelope.cseqMethod) return;
    const invite = pending.request.method === 'INVITE';
    if (response.status < 200) {
      if (invite) pending.calledOff(); // the phone lives: from here on the leg's own time-out counts
      if (response.status > 100 && !pending.final) pending.events.onResponse(response);
      return;
    }
    if (invite && response.status >= 300) this.#ackFailure(pending.request, response);
    if (pending.final && !(invite && response.status < 300)) return;
    if (!pending.final) {
      pending.calledOff();
      if (invite) pending.calledOff = this.#after(TRANSACTION_MS, () => this.#client.delete(envelope.branch));
      else this.#client.delete(envelope.branch);
    }
    pending.final = true;
    pending.events.onResponse(response);
  }

  #ackFailure(invite: SipRequest, response: SipResponse): void {
    const headers = new SipHeaders().add('Via', invite.headers.get('via') ?? '').add('Max-Forwards', '70');
    headers.add('From', invite.headers.get('from') ?? '').add('To', response.headers.get('to') ?? '');
    headers.add('Call-ID', invite.headers.get('call-id') ?? '');
    headers.add('CSeq', (invite.headers.get('cseq') ?? '').replace('INVITE', 'ACK'));
    this.#write(serialize({ kind: 'request', method: 'ACK', uri: invite.uri, headers, body: '' }));
  }

  #fail(branch: string): void {
    const pending = this.#client.get(branch);
    this.#client.delete(branch);
    pending?.calledOff();
    if (pending && !pending.final) pending.events.onResponse(localTimeout(pending.request));
  }

  #after(ms: number, action: () => void): () => void {
    const calledOff = (): void => {
      this.#timers.delete(calledOff);
      stop();
    };
    const stop = this.#clock.after(ms, () => {
      this.#timers.delete(calledOff);
      action();
    });
    this.#timers.add(calledOff);
    return calledOff;
  }

  #write(text: string): void {
    if (this.#open) this.#wire.send(text);
  }
}

/** What nobody answered reads like an answer: 408. */
function localTimeout(request: SipRequest): SipResponse {
  return responseTo(request, 408);
}

function withVia(headers: SipHeaders, branch: string): SipHeaders {
  const copy = new SipHeaders().add('Via', `SIP/2.0/WS ringback-sandbox.invalid;branch=${branch}`);
  for (const [name, value] of headers.entries()) copy.add(name, value);
  return copy;
}
