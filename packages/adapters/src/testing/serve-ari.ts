/** A stand-in for ARI at a real address, for what is about the connection and not about calls. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

export interface ServedAri {
  url: string;
  /** Applications that are followed now. */
  followed: string[];
  close(): Promise<void>;
}

/** For the user `ringback`: an Asterisk on which nothing happens. */
export async function serveAri({ password }: { password: string }): Promise<ServedAri> {
  const right = `Basic ${Buffer.from(`ringback:${password}`).toString('base64')}`;
  const followed: string[] = [];
  const ANSWERS: Record<string, unknown> = {
    'GET /ari/asterisk/info': { system: { version: '22.5.1' } },
    'POST /ari/channels/create': {},
  };
  const server: Server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const isThere = !/^\/ari\/endpoints\/PJSIP\/./.test(path);
    const status = request.headers.authorization !== right ? 401 : isThere ? 200 : 404;
    const probe = path.endsWith('/variable') ? { value: '' } : [];
    const answer = path.endsWith('/subscription') ? { channel_ids: [], bridge_ids: [] } : probe;
    const body = status === 200 ? (ANSWERS[`${request.method} ${path}`] ?? answer) : { message: 'no' };
    response
      .writeHead(status, { 'content-type': 'application/json', connection: 'close' })
      .end(JSON.stringify(body));
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (request.headers.authorization !== right) return socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    const app = new URL(request.url ?? '', 'http://ari').searchParams.get('app') ?? '';
    sockets.handleUpgrade(request, socket, head, (ws) => {
      followed.push(app);
      ws.once('close', () => void followed.splice(followed.indexOf(app), 1));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    followed,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ari`,
    async close() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
