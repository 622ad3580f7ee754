import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fastify } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { endWithRequests } from './shutdown.ts';
import type { App } from './types.ts';

const sockets: Socket[] = [];
afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

async function open(app: App): Promise<Socket> {
  const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
  const accepted = once(app.server, 'connection');
  const socket = connect(Number(port), '127.0.0.1');
  sockets.push(socket);
  await Promise.all([once(socket, 'connect'), accepted]);
  return socket;
}

describe('The server ends', () => {
  it('although a browser has opened a connection and asked nothing', async () => {
    const app = fastify() as unknown as App;
    endWithRequests(app);
    await open(app);
    await app.close();
  });

  it('after the answer to a request that runs', async () => {
    const app = fastify() as unknown as App;
    endWithRequests(app);
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<string>();
    app.get('/', () => {
      asked.resolve();
      return answer.promise;
    });
    const socket = await open(app);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    let heard = '';
    socket.on('data', (data) => (heard += String(data)));
    await asked.promise;
    const closed = app.close();
    answer.resolve('the whole answer');
    await closed;
    await once(socket, 'close');
    expect(heard).toContain('the whole answer');
  });
});
