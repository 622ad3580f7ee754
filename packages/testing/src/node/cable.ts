/**
 * A TCP connection that can be pulled out and put in again, between a client and a server on this machine. Its port stays its own while
 * it is out: given back, it could be the source of somebody else's connection when it is wanted again.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Cable {
  readonly port: number;
  /** Breaks every connection; new ones are broken as they come. */
  pull(): Promise<void>;
  plug(): Promise<void>;
  /** For good. */
  close(): Promise<void>;
}

export async function createCable(toPort: number): Promise<Cable> {
  const ends = new Set<Socket>();
  let isOut = false;
  const server = createServer((near) => {
    if (isOut) return near.destroy();
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
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  async function pull(): Promise<void> {
    isOut = true;
    const gone = [...ends].map((end) => once(end, 'close'));
    for (const end of ends) end.destroy();
    await Promise.all(gone);
  }

  return {
    port: (server.address() as AddressInfo).port,
    pull,
    plug() {
      isOut = false;
      return Promise.resolve();
    },
    async close() {
      await pull();
      server.close();
      await once(server, 'close');
    },
  };
}
