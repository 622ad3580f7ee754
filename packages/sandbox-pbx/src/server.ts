/** The embedded PBX: one HTTP server with two WebSocket paths, `/sip` for phones and `/control` for the application. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RingbackError } from '@ringback/model';
import { type WebSocket, WebSocketServer } from 'ws';
import { Accounts, type SandboxAccount } from './accounts/accounts.ts';
import { Admission } from './accounts/admission.ts';
import { type Clock, systemClock } from './clock.ts';
import { Control } from './control/control.ts';
import { MediaEndpoint } from './media/endpoint.ts';
import { SipConnection } from './sip/connection.ts';
import { Digest } from './sip/digest.ts';
import { SipServer } from './switch/sip-server.ts';
import { Switch } from './switch/switch.ts';
import { Trouble } from './switch/trouble.ts';

export interface SandboxPbxOptions {
  /** 127.0.0.1 by default. */
  host?: string;
  /** 0 chooses a free one. */
  port: number;
  /** The application proves itself with it; at least 16 characters. */
  controlToken: string;
  accounts: readonly SandboxAccount[];
  now?: () => Date;
  /** Timers, for tests. */
  after?: Clock['after'];
  log?: (message: string) => void;
  /** How long an answered leg waits for a phone whose WebSocket dropped. 60 by default. */
  recoverySeconds?: number;
  /** Where recordings lie, and calls to 602; without it there is no 602, and recordings lie in a folder of the system's. */
  recordingsDir?: string;
}

export interface SandboxPbx {
  /** `http://127.0.0.1:4705` */
  url: string;
  sipUrl: string;
  controlUrl: string;
  close(): Promise<void>;
}

/** A SIP message of a browser is 3–5 kB. */
const MAX_FRAME_BYTES = 64 * 1024;

export async function createSandboxPbx(options: SandboxPbxOptions): Promise<SandboxPbx> {
  if (options.controlToken.length < 16)
    throw new RingbackError('invalid', 'controlToken: at least 16 characters are needed.');
  const log = options.log ?? (() => undefined);
  const { now } = options;
  const clock: Clock = {
    now: now ? () => now().getTime() : systemClock.now,
    after: options.after ?? systemClock.after,
  };
  const accounts = new Accounts(options.accounts, clock);
  const admission = new Admission();
  const control = new Control({ token: options.controlToken, accounts, admission, clock, log });
  const exchange = new Switch({
    clock,
    accounts,
    recoverySeconds: options.recoverySeconds ?? 60,
    recordingsDir: options.recordingsDir,
    tell: (event) => control.tell(event),
  });
  const trouble = new Trouble(exchange.registrar);
  control.serve(exchange, trouble);
  const sip = new SipServer({
    accounts,
    admission,
    digest: new Digest(clock.now),
    exchange,
    trouble,
    controlled: () => control.connected,
    recordingsDir: options.recordingsDir,
  });
  const phones = new Set<WebSocket>();
  const onPhone = (socket: WebSocket, address: string): void =>
    servePhone({ socket, address, phones, clock, sip, exchange, log });
  const { http, sockets } = createHttp({
    onPhone,
    onControl: (socket, authorization) => control.accept(socket, authorization),
    onRequest: (request, response) => void serveRecording({ request, response, control, exchange }),
  });
  // The first certificate and the first sockets of a process are slow: not in the first call.
  const [{ port, address }] = await Promise.all([
    listen(http, options),
    MediaEndpoint.open().then((media) => media.close()),
  ]);
  log(`Ringback sandbox PBX on ${address}:${port}: for demo and tests only, never for real calls.`);
  return {
    url: `http://${address}:${port}`,
    sipUrl: `ws://${address}:${port}/sip`,
    controlUrl: `ws://${address}:${port}/control`,
    close: async () => {
      exchange.close();
      control.close();
      for (const socket of [...phones, ...sockets()]) socket.close(1001, 'shutting down');
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
        for (const socket of sockets()) socket.terminate();
      });
    },
  };
}

interface PhoneInput {
  socket: WebSocket;
  address: string;
  phones: Set<WebSocket>;
  clock: Clock;
  sip: SipServer;
  exchange: Switch;
  log(message: string): void;
}

function servePhone({ socket, address, phones, clock, sip, exchange, log }: PhoneInput): void {
  const connection = new SipConnection({ address, send: (text) => socket.send(text) }, clock, sip);
  phones.add(socket);
  socket.on('message', (data) => {
    try {
      connection.receive(String(data));
    } catch (error) {
      // No message of a phone may take the others' calls down with it.
      log(`a SIP message could not be handled: ${error instanceof Error ? error.stack : String(error)}`);
    }
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    phones.delete(socket);
    connection.close();
    exchange.onConnectionLost(connection);
  });
}

/** `GET /recordings/:id` with the control token. */
async function serveRecording(input: {
  request: IncomingMessage;
  response: ServerResponse;
  control: Control;
  exchange: Switch;
}): Promise<void> {
  const { request, response, control, exchange } = input;
  const id = /^\/recordings\/([\w-]{1,60})$/.exec(request.url ?? '')?.[1];
  if (id === undefined) {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(
      'Ringback sandbox PBX: for demo and tests only. Phones connect to /sip, the application to /control.\n',
    );
    return;
  }
  const token = request.headers.authorization?.replace(/^Bearer\s+/i, '') ?? '';
  const trusted = control.isToken(token);
  const wav = trusted ? await exchange.recordings.fetch(id).catch(() => undefined) : undefined;
  if (!wav) {
    response.writeHead(trusted ? 404 : 401).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': wav.length }).end(wav);
}

interface HttpInput {
  onPhone: (socket: WebSocket, address: string) => void;
  onControl: (socket: WebSocket, authorization: string | undefined) => void;
  onRequest: (request: IncomingMessage, response: ServerResponse) => void;
}

function createHttp({ onPhone, onControl, onRequest }: HttpInput): {
  http: Server;
  sockets: () => Set<WebSocket>;
} {
  const http = createServer(onRequest);
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false),
  });
  http.on('upgrade', (request, socket, head) => {
    const path = (request.url ?? '').split('?')[0];
    const wantsSip = /(^|,)\s*sip\s*(,|$)/.test(request.headers['sec-websocket-protocol'] ?? '');
    if (path !== '/control' && !(path === '/sip' && wantsSip)) {
      socket.end(
        `HTTP/1.1 ${path === '/sip' ? '400 Bad Request' : '404 Not Found'}\r\nConnection: close\r\n\r\n`,
      );
      return;
    }
    socket.on('error', () => socket.destroy());
    server.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('error', () => webSocket.terminate());
      if (path === '/sip') onPhone(webSocket, request.socket.remoteAddress ?? '');
      else onControl(webSocket, request.headers.authorization);
    });
  });
  return { http, sockets: () => server.clients };
}

async function listen(http: Server, { host = '127.0.0.1', port }: SandboxPbxOptions): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new RingbackError('conflict', `Port ${port} on ${host} is taken.`, {
              hint: 'Stop what listens there, or choose another port.',
            })
          : error,
      ),
    );
    http.listen(port, host, resolve);
  });
  return http.address() as AddressInfo;
}
