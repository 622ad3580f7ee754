/** Two thousand pages that follow, in a process of their own: a tenth of them is away at any time, and goes on where it was. */
import { connect, type Socket } from 'node:net';
import { AGENTS, ticks, wallClock, PER_SECOND } from './ticks.ts';

/** How long a page stays away, and how long it stays: nine times as long. */
const AWAY_MS = 1000;
const STAY_MS = 9 * AWAY_MS;
const AGAIN_MS = 100;

interface Order {
  port: number;
  seconds: number;
  seed: number;
  /** Of the log, before anything was told: as a page gets it with its session. */
  position: number;
  /** Whether the server has a log: then nothing may be lost. */
  resumes: boolean;
}

/** The server has answered, and does not want it. */
class Refused extends Error {}

class Page {
  readonly heard = new Map<number, number>();
  readonly doubled: number[] = [];
  readonly live: number[] = [];
  foreign = 0;
  lastId: string;
  #socket: Socket | undefined;
  #since = Infinity;
  #timer: NodeJS.Timeout | undefined;

  readonly agent: number;
  readonly port: number;

  constructor(agent: number, port: number, position: number) {
    this.lastId = String(position);
    this.agent = agent;
    this.port = port;
  }

  /** Resolves when the answer has begun. As a browser does, it comes again when its connection breaks. */
  async open(): Promise<void> {
    for (;;) {
      const socket = await this.#try().catch((error: unknown) => {
        if (error instanceof Refused) throw error;
        return undefined;
      });
      if (socket) {
        socket.once('close', () => {
          if (this.#socket === socket) void this.open();
        });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }

  #try(): Promise<Socket> {
    const socket = connect({ host: '127.0.0.1', port: this.port });
    this.#socket = socket;
    this.#since = Infinity;
    let rest = '';
    socket.setEncoding('utf8');
    socket.write(
      `GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer secret-${this.agent}\r\nLast-Event-ID: ${this.lastId}\r\n\r\n`,
    );
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.on('data', (text: string) => {
        if (this.#since === Infinity) {
          if (!text.startsWith('HTTP/1.1 200')) return reject(new Refused(text.slice(0, 200)));
          this.#since = wallClock();
          resolve(socket);
        }
        rest += text;
        const pattern = /id: (\d+)\n(event: position\n)?data: (\{.*\})\n\n/g;
        let end = 0;
        for (const match of rest.matchAll(pattern)) {
          this.lastId = match[1] ?? '';
          if (match[2] === undefined) this.#hear(match[3] ?? '');
          end = match.index + match[0].length;
        }
        rest = rest.slice(end);
      });
    });
  }

  #hear(data: string): void {
    const { text } = (JSON.parse(data) as { data: { notice: { text: string } } }).data.notice;
    const { nth, at, readers } = JSON.parse(text) as { nth: number; at: number; readers: number[] };
    if (!readers.includes(this.agent)) this.foreign += 1;
    if (this.heard.has(nth)) this.doubled.push(nth);
    this.heard.set(nth, at);
    // What was told while it was away took as long as it was away.
    if (at > this.#since) this.live.push(wallClock() - at);
  }

  /** Goes and comes back for ever; the first time after a part of its stay, so that a tenth is away at any time. */
  come(first: number): void {
    this.#timer = setTimeout(() => {
      this.close();
      this.#timer = setTimeout(() => {
        void this.open().catch((error: unknown) => process.send?.({ failed: String(error) }));
        this.come(STAY_MS);
      }, AWAY_MS);
    }, first);
  }

  stay(): void {
    clearTimeout(this.#timer);
  }

  close(): void {
    this.#socket?.removeAllListeners('error').on('error', () => undefined);
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  get isOpen(): boolean {
    return this.#socket !== undefined;
  }
}

let pages: Page[] = [];

async function begin({ port, position }: Order): Promise<void> {
  pages = Array.from({ length: AGENTS }, (_, nth) => new Page(nth, port, position));
  for (let nth = 0; nth < AGENTS; nth += 100)
    await Promise.all(pages.slice(nth, nth + 100).map((page) => page.open()));
  pages.forEach((page, nth) => page.come((nth / AGENTS) * STAY_MS));
}

async function end({ seed, seconds, resumes }: Order): Promise<void> {
  for (const page of pages) page.stay();
  // Who is away comes once more, for what he has missed.
  for (const page of pages) if (!page.isOpen) await page.open();
  const next = ticks(seed);
  const wanted = Array.from({ length: seconds * PER_SECOND }, next);
  const expected = new Map<number, number[]>();
  for (const { nth, readers } of wanted)
    for (const reader of readers) expected.set(reader, [...(expected.get(reader) ?? []), nth]);
  const lacks = () =>
    pages.reduce(
      (sum, page) => sum + (expected.get(page.agent) ?? []).filter((nth) => !page.heard.has(nth)).length,
      0,
    );
  const until = performance.now() + 10_000;
  while (resumes && lacks() > 0 && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 50));
  process.send?.({
    result: {
      lost: lacks(),
      misdelivered: pages.reduce((sum, { foreign, doubled }) => sum + foreign + doubled.length, 0),
      delivered: pages.reduce((sum, { heard }) => sum + heard.size, 0),
      live: pages.flatMap(({ live }) => live),
    },
  });
  for (const page of pages) page.close();
}

process.on('message', ({ what, order }: { what: 'begin' | 'end'; order: Order }) => {
  const work = what === 'begin' ? begin(order).then(() => process.send?.({ ready: true })) : end(order);
  work.catch((error: unknown) => process.send?.({ failed: String(error) }));
});
