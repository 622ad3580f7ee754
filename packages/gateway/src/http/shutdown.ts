/** How the server ends: once the requests that run have ended, and not when the last connection has. */
import type { Socket } from 'node:net';
import type { App } from './types.ts';

/** Browsers open connections ahead of their requests: who waited for those would wait for a minute. */
export function endWithRequests(app: App): void {
  let running = 0;
  let ending = false;
  const look = (): void => {
    if (ending && running === 0) app.server.closeAllConnections();
  };
  app.addHook('onRequest', (_request, reply, done) => {
    running += 1;
    reply.raw.once('close', () => {
      running -= 1;
      look();
    });
    done();
  });
  app.addHook('preClose', (done) => {
    ending = true;
    look();
    done();
  });
  app.server.on('connection', (socket: Socket) => {
    if (ending) socket.destroy();
  });
}
