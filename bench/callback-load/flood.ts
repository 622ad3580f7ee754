/** Many visitors at once, each from an address of his own. */
import { Agent, request } from 'node:http';

export interface Ask {
  path: string;
  origin: string;
  address: string;
  body: object;
}

export interface Answered {
  status: number;
  ms: number;
}

export class Flood {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 });
  readonly #url: URL;

  constructor(url: string) {
    this.#url = new URL(url);
  }

  send({ path, origin, address, body }: Ask): Promise<Answered> {
    const text = JSON.stringify(body);
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const headers = {
        ...{ Origin: origin, 'X-Forwarded-For': address, 'Content-Type': 'application/json' },
        'Content-Length': Buffer.byteLength(text),
      };
      const { hostname, port } = this.#url;
      const sent = request(
        { agent: this.#agent, hostname, port, path, method: 'POST', headers },
        (answer) => {
          answer.resume();
          answer.once('end', () =>
            resolve({ status: answer.statusCode ?? 0, ms: performance.now() - began }),
          );
        },
      );
      sent.once('error', reject);
      sent.end(text);
    });
  }

  /** As fast as so many at a time go; requests a second. */
  async race(asks: readonly Ask[], atOnce: number): Promise<{ rate: number; answers: Answered[] }> {
    const answers: Answered[] = [];
    const began = performance.now();
    let next = 0;
    const hand = async (): Promise<void> => {
      for (let ask = asks[next++]; ask; ask = asks[next++]) answers.push(await this.send(ask));
    };
    await Promise.all(Array.from({ length: atOnce }, hand));
    return { rate: (answers.length / (performance.now() - began)) * 1000, answers };
  }

  /** At a given rate, whatever the gateway's pace is: who is late is late from when he should have asked. */
  async pour(asks: readonly Ask[], perSecond: number): Promise<Answered[]> {
    const began = performance.now();
    const all = asks.map(async (ask, nth) => {
      const at = began + (nth * 1000) / perSecond;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - performance.now())));
      const { status } = await this.send(ask);
      return { status, ms: performance.now() - at };
    });
    return Promise.all(all);
  }

  close(): void {
    this.#agent.destroy();
  }
}
