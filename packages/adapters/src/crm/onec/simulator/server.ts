/** A simulated publication behind a real port of this machine, for tests in which the gateway is a process of its own. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SimulatedAnswer, SimulatedRequest } from '../../../testing/simulated-http.ts';

export interface Served {
  /** `http://127.0.0.1:40123` */
  origin: string;
  close(): Promise<void>;
}

export async function serve(handle: (request: SimulatedRequest) => SimulatedAnswer): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = new Uint8Array(Buffer.concat(chunks));
      const text = () => new TextDecoder().decode(body);
      const answer = handle({
        method: incoming.method ?? 'GET',
        url: new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? '127.0.0.1'}`),
        headers: new Headers(incoming.headers as Record<string, string>),
        ...{ body, text, json: () => JSON.parse(text()) as unknown, form: () => new URLSearchParams(text()) },
      });
      outgoing.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      outgoing.end(bytesOf(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function bytesOf(body: unknown): string | Uint8Array {
  if (body === undefined) return '';
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
}
