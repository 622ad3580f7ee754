/** A TCP connection that can be pulled out and put in again, between a client and a server on this machine. */
import { connect, createServer, type Socket } from 'node:net';

export interface Cable {
  readonly port: number;
  /** Breaks every connection; new ones are refused. */
  pull(): Promise<void>;
  plug(): Promise<void>;
}

export async function createCable(toPort: number): Promise<Cable> {
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(toPort, '127.0.0.1');
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.setNoDelay();
      end.on('error', () => other.destroy());
      end.on('close', () => {
        ends.delete(end);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(0);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    port,
    pull: () =>
      new Promise((resolve) => {
        if (!server.listening) return resolve();
        server.close(() => resolve());
        for (const end of ends) end.destroy();
      }),
    plug: () => listen(port),
  };
}
