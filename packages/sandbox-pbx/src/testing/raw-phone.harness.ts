/** A phone made of plain SIP text over a WebSocket: it sends exactly what a test wants sent. */
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { ha1Of, md5 } from '../sip/digest.ts';
import {
  parseMessage,
  readEnvelope,
  responseTo,
  serialize,
  SipHeaders,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../sip/message.ts';
import { parseNameAddr, parseParams, splitList, unquote } from '../sip/uri.ts';
import { Inbox } from './inbox.harness.ts';

export interface PhoneLogin {
  /** User part of its address. */
  user: string;
  /** Digest username; the user unless told. */
  username?: string;
  password: string;
}

export interface Call {
  invite: SipRequest;
  /** The last response. */
  response: SipResponse;
}

/** A description with everything that a browser's has and the PBX looks at. */
export function offerSdp(direction = 'sendrecv'): string {
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 0 126',
    'c=IN IP4 0.0.0.0',
    'a=ice-ufrag:abcd',
    'a=ice-pwd:0123456789012345678901',
    `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
    'a=setup:actpass',
    'a=mid:0',
    `a=${direction}`,
    'a=rtcp-mux',
    'a=rtpmap:111 opus/48000/2',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:126 telephone-event/8000',
    '',
  ].join('\r\n');
}

export class RawPhone {
  readonly login: PhoneLogin;
  readonly contact: string;
  readonly inbox = new Inbox<SipMessage>();
  readonly closed: Promise<void>;
  readonly #socket: WebSocket;
  #cseq = 0;
  #registerCallId = randomUUID();

  static async connect(url: string, login: PhoneLogin): Promise<RawPhone> {
    const socket = new WebSocket(url, 'sip');
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return new RawPhone(socket, login);
  }

  private constructor(socket: WebSocket, login: PhoneLogin) {
    this.#socket = socket;
    this.login = login;
    this.contact = `<sip:${randomUUID().slice(0, 8)}@phone.invalid;transport=ws>`;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('message', (data) => {
      const message = parseMessage(String(data));
      if (message) this.inbox.push(message);
    });
  }

  sendText(text: string): void {
    this.#socket.send(text);
  }

  send(message: SipMessage): void {
    this.sendText(serialize(message));
  }

  /** A request outside of any dialog. */
  build(method: string, uri: string, extra: [string, string][] = [], body = ''): SipRequest {
    const headers = new SipHeaders()
      .add('Via', `SIP/2.0/WS phone.invalid;branch=z9hG4bK${randomUUID()}`)
      .add('Max-Forwards', '70');
    headers.add('From', `<sip:${this.login.user}@test.invalid>;tag=${randomUUID()}`);
    headers.add('To', method === 'REGISTER' ? `<sip:${this.login.user}@test.invalid>` : `<${uri}>`);
    headers.add('Call-ID', randomUUID()).add('CSeq', `${++this.#cseq} ${method}`);
    if (method === 'INVITE') headers.add('Contact', this.contact).add('Content-Type', 'application/sdp');
    for (const [name, value] of extra) headers.add(name, value);
    return { kind: 'request', method, uri, headers, body };
  }

  /** The final response to this request. */
  async final(request: SipRequest): Promise<SipResponse> {
    const branch = readEnvelope(request)?.branch;
    const fits = (one: SipMessage): boolean =>
      one.kind === 'response' &&
      one.status >= 200 &&
      readEnvelope(one)?.branch === branch &&
      readEnvelope(one)?.cseqMethod === request.method;
    return (await this.inbox.take(`a final response to ${request.method}`, fits)) as SipResponse;
  }

  /** Sends it, and once more with credentials when it is challenged. */
  async ask(request: SipRequest): Promise<Call> {
    this.send(request);
    const first = await this.final(request);
    if (request.method === 'INVITE') this.ackFailure(request, first);
    const challenge = first.headers.get('www-authenticate');
    if (first.status !== 401 || !challenge) return { invite: request, response: first };
    const signed = this.sign(request, challenge);
    this.send(signed);
    const response = await this.final(signed);
    if (request.method === 'INVITE') this.ackFailure(signed, response);
    return { invite: signed, response };
  }

  /** Goes through the challenge and sends the signed INVITE; its responses are the test's. */
  async start(request: SipRequest): Promise<SipRequest> {
    this.send(request);
    const first = await this.final(request);
    this.ackFailure(request, first);
    const signed = this.sign(request, first.headers.get('www-authenticate') ?? '');
    this.send(signed);
    return signed;
  }

  sign(request: SipRequest, challenge: string, nc = '00000001'): SipRequest {
    const fields = new Map(
      splitList(challenge.replace(/^Digest /, '')).map((part) => {
        const at = part.indexOf('=');
        return [part.slice(0, at), unquote(part.slice(at + 1))];
      }),
    );
    const username = this.login.username ?? this.login.user;
    const nonce = fields.get('nonce') ?? '';
    const response = md5(
      `${ha1Of(username, this.login.password)}:${nonce}:${nc}:c0ffee:auth:${md5(`${request.method}:${request.uri}`)}`,
    );
    const headers = new SipHeaders();
    for (const [name, value] of request.headers.entries()) {
      if (name === 'via') headers.add('Via', `SIP/2.0/WS phone.invalid;branch=z9hG4bK${randomUUID()}`);
      else if (name === 'cseq') headers.add('CSeq', `${++this.#cseq} ${request.method}`);
      else headers.add(name, value);
    }
    headers.add(
      'Authorization',
      `Digest username="${username}", realm="${fields.get('realm')}", nonce="${nonce}", uri="${request.uri}", response="${response}", algorithm=MD5, qop=auth, nc=${nc}, cnonce="c0ffee"`,
    );
    return { ...request, headers };
  }

  async register(
    options: { expires?: number; headers?: [string, string][]; contact?: string } = {},
  ): Promise<SipResponse> {
    const request = this.build('REGISTER', 'sip:test.invalid', [
      ['Contact', `${options.contact ?? this.contact};expires=${options.expires ?? 600}`],
      ...(options.headers ?? []),
    ]);
    return (await this.ask(this.#sameCallId(request))).response;
  }

  invite(number: string, headers: [string, string][] = [], body = offerSdp()): SipRequest {
    return this.build('INVITE', `sip:${number}@test.invalid`, headers, body);
  }

  /** The next request of this method that the PBX sends. */
  async request(method: string): Promise<SipRequest> {
    return (await this.inbox.take(
      `a ${method}`,
      (one) => one.kind === 'request' && one.method === method,
    )) as SipRequest;
  }

  async response(status: number): Promise<SipResponse> {
    return (await this.inbox.take(
      `a ${status}`,
      (one) => one.kind === 'response' && one.status === status,
    )) as SipResponse;
  }

  /** Answers a request of the PBX; the tag makes the dialog. */
  reply(request: SipRequest, status: number, { tag = 'phone', body = '' } = {}): SipResponse {
    const response = responseTo(request, status, status > 100 ? tag : undefined);
    response.headers.add('Contact', this.contact);
    if (body) response.headers.add('Content-Type', 'application/sdp');
    const whole = { ...response, body };
    this.send(whole);
    return whole;
  }

  /** A request in the dialog that an INVITE of this phone and its 200 have made. */
  inDialog(call: Call, method: string, extra: [string, string][] = [], body = ''): SipRequest {
    const target = parseNameAddr(call.response.headers.get('contact') ?? '')?.uri.text ?? '';
    const headers = new SipHeaders()
      .add('Via', `SIP/2.0/WS phone.invalid;branch=z9hG4bK${randomUUID()}`)
      .add('Max-Forwards', '70');
    headers
      .add('From', call.invite.headers.get('from') ?? '')
      .add('To', call.response.headers.get('to') ?? '');
    headers.add('Call-ID', call.invite.headers.get('call-id') ?? '');
    const cseq = method === 'ACK' ? (readEnvelope(call.invite)?.cseq ?? 0) : ++this.#cseq;
    headers.add('CSeq', `${cseq} ${method}`);
    for (const [name, value] of extra) headers.add(name, value);
    return { kind: 'request', method, uri: target, headers, body };
  }

  /** Calls; `talk` is there once the PBX has answered (and this phone has acknowledged) or refused. */
  async callAndTalk(
    number: string,
    headers: [string, string][] = [],
  ): Promise<{ invite: SipRequest; talk: Promise<Call> }> {
    const invite = await this.start(this.invite(number, headers));
    const talk = this.final(invite).then((response) => {
      const call = { invite, response };
      if (response.status === 200) this.send(this.inDialog(call, 'ACK'));
      return call;
    });
    talk.catch(() => undefined); // a test that does not wait for it does not care
    return { invite, talk };
  }

  cancel(invite: SipRequest): SipRequest {
    const headers = new SipHeaders();
    for (const name of ['via', 'from', 'to', 'call-id']) headers.add(name, invite.headers.get(name) ?? '');
    headers.add('CSeq', `${readEnvelope(invite)?.cseq} CANCEL`);
    const cancel: SipRequest = { kind: 'request', method: 'CANCEL', uri: invite.uri, headers, body: '' };
    this.send(cancel);
    return cancel;
  }

  ackFailure(invite: SipRequest, response: SipResponse): void {
    if (response.status < 300) return;
    const headers = new SipHeaders();
    for (const name of ['via', 'from', 'call-id']) headers.add(name, invite.headers.get(name) ?? '');
    headers.add('To', response.headers.get('to') ?? '').add('CSeq', `${readEnvelope(invite)?.cseq} ACK`);
    this.send({ kind: 'request', method: 'ACK', uri: invite.uri, headers, body: '' });
  }

  /** As a page that is reloaded: no BYE, no unregister. */
  async drop(): Promise<void> {
    this.#socket.terminate();
    await this.closed;
  }

  #sameCallId(request: SipRequest): SipRequest {
    const headers = new SipHeaders();
    for (const [name, value] of request.headers.entries())
      headers.add(name, name === 'call-id' ? this.#registerCallId : value);
    return { ...request, headers };
  }
}

export function reasonHeader(request: SipRequest): string {
  return request.headers.get('reason') ?? '';
}

export function tagOf(header: string | undefined): string {
  return parseParams((header ?? '').slice((header ?? '').indexOf('>') + 1)).get('tag') ?? '';
}
