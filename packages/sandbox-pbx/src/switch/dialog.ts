/** One end of a SIP dialog (RFC 3261 §12) and the requests sent in it. */
import type { ClientEvents, SipConnection } from '../sip/connection.ts';
import { SipHeaders, type SipRequest } from '../sip/message.ts';

/** Who the PBX is in SIP; no phone resolves it, everything goes over the phone's own WebSocket. */
export const PBX_HOST = 'ringback-sandbox.invalid';
export const PBX_CONTACT = `<sip:pbx@${PBX_HOST};transport=ws>`;
export const ALLOW = 'INVITE, ACK, CANCEL, BYE, UPDATE, INFO, OPTIONS';

const NO_ONE: ClientEvents = { onResponse: () => undefined };

export interface DialogState {
  callId: string;
  localTag: string;
  remoteTag: string;
  /** `From` and `To` of our requests, tags included. */
  local: string;
  remote: string;
  /** Where the phone wants to get requests. */
  target: string;
  /** CSeq of our last request. */
  localCseq: number;
  remoteCseq: number;
  connection: SipConnection;
}

export function dialogKey(callId: string, localTag: string, remoteTag: string): string {
  return JSON.stringify([callId, localTag, remoteTag]);
}

export class Dialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  connection: SipConnection;
  target: string;
  remoteCseq: number;
  readonly #local: string;
  readonly #remote: string;
  #localCseq: number;

  constructor(state: DialogState) {
    this.callId = state.callId;
    this.localTag = state.localTag;
    this.remoteTag = state.remoteTag;
    this.connection = state.connection;
    this.target = state.target;
    this.remoteCseq = state.remoteCseq;
    this.#local = state.local;
    this.#remote = state.remote;
    this.#localCseq = state.localCseq;
  }

  get key(): string {
    return dialogKey(this.callId, this.localTag, this.remoteTag);
  }

  send(method: string, extra: [name: string, value: string][] = [], body = ''): void {
    this.connection.request(this.#build(method, ++this.#localCseq, extra, body), NO_ONE);
  }

  /** ACK of the 200 to our INVITE; the same again for each copy of that 200. */
  ack(inviteCseq: number): void {
    this.connection.ack(this.#build('ACK', inviteCseq, [], ''));
  }

  #build(method: string, cseq: number, extra: [name: string, value: string][], body: string): SipRequest {
    const headers = new SipHeaders()
      .add('Max-Forwards', '70')
      .add('From', this.#local)
      .add('To', this.#remote);
    headers.add('Call-ID', this.callId).add('CSeq', `${cseq} ${method}`);
    for (const [name, value] of extra) headers.add(name, value);
    return { kind: 'request', method, uri: this.target, headers, body };
  }
}
