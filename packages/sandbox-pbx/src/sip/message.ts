/**
 * SIP messages over WebSocket (RFC 7118: one message a frame). Written by hand because the parsers on npm come with a whole user
 * agent or have been left alone for years; it reads what phones send and refuses the rest.
 */
import { type NameAddr, parseNameAddr, parseParams, splitList } from './uri.ts';

// prettier-ignore
const COMPACT: Record<string, string> = {
  a: 'accept-contact', b: 'referred-by', c: 'content-type', e: 'content-encoding', f: 'from', i: 'call-id',
  k: 'supported', l: 'content-length', m: 'contact', o: 'event', r: 'refer-to', s: 'subject', t: 'to',
  u: 'allow-events', v: 'via', x: 'session-expires',
};
/** A phone sends about 20 headers. */
const MAX_HEADERS = 200;
const TOKEN = /^[\w.!%*+`'~-]+$/;

/** Headers in order; names are compared without case, compact forms are widened. */
export class SipHeaders {
  readonly #entries: [name: string, value: string][] = [];

  get(name: string): string | undefined {
    return this.#entries.find(([key]) => key === name.toLowerCase())?.[1];
  }

  all(name: string): string[] {
    return this.#entries.filter(([key]) => key === name.toLowerCase()).map(([, value]) => value);
  }

  /** All values of a header that is a list, one by one. */
  list(name: string): string[] {
    return this.all(name).flatMap(splitList);
  }

  add(name: string, value: string): this {
    const key = name.toLowerCase();
    this.#entries.push([COMPACT[key] ?? key, value]);
    return this;
  }

  entries(): Iterable<[name: string, value: string]> {
    return this.#entries;
  }

  /** Without Content-Length, which belongs to the body that is sent. */
  toString(): string {
    return this.#entries
      .filter(([name]) => name !== 'content-length')
      .map(([name, value]) => `${title(name)}: ${value}\r\n`)
      .join('');
  }
}

export interface SipRequest {
  kind: 'request';
  method: string;
  uri: string;
  headers: SipHeaders;
  body: string;
}

export interface SipResponse {
  kind: 'response';
  status: number;
  reason: string;
  headers: SipHeaders;
  body: string;
}

export type SipMessage = SipRequest | SipResponse;

/** The headers that every message must have, read. */
export interface Envelope {
  branch: string;
  from: NameAddr;
  to: NameAddr;
  fromTag: string;
  toTag: string;
  callId: string;
  cseq: number;
  cseqMethod: string;
}

/** `undefined` when the text is no SIP message at all. */
export function parseMessage(text: string): SipMessage | undefined {
  const end = text.indexOf('\r\n\r\n');
  const head = (end < 0 ? text.replace(/(\r\n)+$/, '') : text.slice(0, end))
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const body = end < 0 ? '' : text.slice(end + 4);
  const headers = parseHeaders(head.slice(1));
  if (!headers) return undefined;
  const length = headers.get('content-length');
  const trimmed = length === undefined ? body : sliceBytes(body, length);
  if (trimmed === undefined) return undefined;
  const start = head[0] ?? '';
  const response = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/.exec(start);
  if (response)
    return {
      kind: 'response',
      status: Number(response[1]),
      reason: response[2] ?? '',
      headers,
      body: trimmed,
    };
  const request = /^([A-Z]{1,20}) (\S{1,1000}) SIP\/2\.0$/.exec(start);
  if (request) return { kind: 'request', method: request[1]!, uri: request[2]!, headers, body: trimmed };
  return undefined;
}

/** `undefined` when a mandatory header is missing or cannot be read. */
export function readEnvelope(message: SipMessage): Envelope | undefined {
  const via = message.headers.list('via')[0];
  const from = parseNameAddr(message.headers.get('from') ?? '');
  const to = parseNameAddr(message.headers.get('to') ?? '');
  const callId = message.headers.get('call-id') ?? '';
  const cseq = /^(\d{1,10})\s+([A-Z]{1,20})$/.exec(message.headers.get('cseq') ?? '');
  if (!via || !from || !to || !callId || callId.length > 300 || !cseq) return undefined;
  if (message.kind === 'request' && cseq[2] !== message.method) return undefined;
  const branch = parseParams(via.slice(via.indexOf(';') + 1)).get('branch') ?? '';
  const fromTag = from.params.get('tag') ?? '';
  if (!branch || !fromTag || Number(cseq[1]) >= 2 ** 31) return undefined;
  return {
    branch,
    from,
    to,
    fromTag,
    toTag: to.params.get('tag') ?? '',
    callId,
    cseq: Number(cseq[1]),
    cseqMethod: cseq[2]!,
  };
}

export function serialize(message: SipMessage): string {
  const start =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason || (REASONS[message.status] ?? 'Unknown')}`;
  return `${start}\r\n${message.headers}Content-Length: ${Buffer.byteLength(message.body)}\r\n\r\n${message.body}`;
}

/** A response with everything that must be copied from its request; `toTag` is added when the request had none. */
export function responseTo(request: SipRequest, status: number, toTag?: string, reason = ''): SipResponse {
  const headers = new SipHeaders();
  for (const via of request.headers.all('via')) headers.add('Via', via);
  const to = request.headers.get('to') ?? '';
  const tagged = !toTag || /;\s*tag=/i.test(to) ? to : `${to};tag=${toTag}`;
  headers.add('From', request.headers.get('from') ?? '').add('To', tagged);
  headers.add('Call-ID', request.headers.get('call-id') ?? '').add('CSeq', request.headers.get('cseq') ?? '');
  return { kind: 'response', status, reason, headers, body: '' };
}

// prettier-ignore
export const REASONS: Record<number, string> = {
  100: 'Trying', 180: 'Ringing', 200: 'OK', 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden',
  404: 'Not Found', 405: 'Method Not Allowed', 408: 'Request Timeout', 415: 'Unsupported Media Type',
  420: 'Bad Extension', 423: 'Interval Too Brief', 480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist', 486: 'Busy Here', 487: 'Request Terminated',
  488: 'Not Acceptable Here', 491: 'Request Pending', 500: 'Server Internal Error', 501: 'Not Implemented',
  503: 'Service Unavailable', 603: 'Decline',
};

function parseHeaders(lines: string[]): SipHeaders | undefined {
  if (lines.length > MAX_HEADERS) return undefined;
  const headers = new SipHeaders();
  for (const line of lines) {
    const at = line.indexOf(':');
    const name = line.slice(0, at).trim();
    if (at < 1 || !TOKEN.test(name) || /[\r\n\0]/.test(line)) return undefined;
    headers.add(name, line.slice(at + 1).trim());
  }
  return headers;
}

function sliceBytes(body: string, length: string): string | undefined {
  if (!/^\d{1,7}$/.test(length)) return undefined;
  const bytes = Buffer.from(body);
  return bytes.length < Number(length) ? undefined : bytes.subarray(0, Number(length)).toString();
}

function title(name: string): string {
  const special: Record<string, string> = {
    'call-id': 'Call-ID',
    cseq: 'CSeq',
    'www-authenticate': 'WWW-Authenticate',
  };
  return special[name] ?? name.replace(/(^|-)([a-z])/g, (all) => all.toUpperCase());
}
