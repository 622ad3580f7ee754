/** WebSockets of a scripted SIP server, in the place of the browser's: what a phone sends is answered by the test. */
export interface SipMessage {
  method: string;
  header(name: string): string;
  text: string;
}

export interface ScriptedServer {
  readonly url: string;
  /** Whether a connection is taken. */
  up: boolean;
  /** Requests in the order in which they came. */
  readonly requests: SipMessage[];
  /** Answers a request: status line and further headers; undefined = no answer at all. */
  answer: (request: SipMessage) => { status: string; headers?: string[] } | undefined;
  /** Ends every connection as a dead network does. */
  cut(): void;
}

const OK = { status: '200 OK' };

export function scriptServers(urls: readonly string[]): {
  servers: ScriptedServer[];
  /** URLs in the order in which connections were tried. */
  tried: string[];
  WebSocket: typeof WebSocket;
} {
  const open = new Map<string, Set<ScriptedSocket>>();
  const tried: string[] = [];
  const servers = urls.map((url): ScriptedServer => {
    open.set(url, new Set());
    return {
      url,
      up: true,
      requests: [],
      answer: () => OK,
      cut: () => open.get(url)?.forEach((socket) => socket.drop()),
    };
  });

  class ScriptedSocket {
    static readonly OPEN = 1;
    readonly OPEN = 1;
    readonly CONNECTING = 0;
    readyState = 0;
    binaryType = '';
    onopen = (): void => undefined;
    onclose = (_event: object): void => undefined;
    onmessage = (_event: object): void => undefined;
    onerror = (_event: object): void => undefined;
    readonly #server: ScriptedServer;

    constructor(url: string) {
      tried.push(url);
      this.#server = servers.find((one) => one.url === url)!;
      queueMicrotask(() => {
        if (!this.#server.up) return this.drop();
        this.readyState = 1;
        open.get(url)?.add(this);
        this.onopen();
      });
    }

    send(text: string): void {
      const message = read(text);
      if (!message) return;
      this.#server.requests.push(message);
      const answer = this.#server.answer(message);
      if (answer) queueMicrotask(() => this.onmessage({ data: respond(message, answer) }));
    }

    close(): void {
      this.readyState = 3;
      open.get(this.#server.url)?.delete(this);
    }

    drop(): void {
      this.close();
      this.onclose({ wasClean: false, code: 1006, reason: '' });
    }
  }
  return { servers, tried, WebSocket: ScriptedSocket as unknown as typeof WebSocket };
}

function read(text: string): SipMessage | undefined {
  const method = /^([A-Z]+) \S+ SIP\/2\.0/.exec(text)?.[1];
  const header = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(text)?.[1]?.trim() ?? '';
  return method === undefined || method === 'ACK' ? undefined : { method, header, text };
}

function respond(
  { header }: SipMessage,
  { status, headers = [] }: { status: string; headers?: string[] },
): string {
  const copied = ['Via', 'From', 'Call-ID', 'CSeq', 'Contact']
    .filter((name) => header(name) !== '')
    .map((name) => `${name}: ${header(name)}`);
  return [
    `SIP/2.0 ${status}`,
    ...copied,
    `To: ${header('To')};tag=pbx`,
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}
