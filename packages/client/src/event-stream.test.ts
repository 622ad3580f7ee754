import type { RingbackEvent } from '@ringback/model';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  createEventStream,
  type EventStream,
  type EventStreamOptions,
  type StreamStatus,
} from './event-stream.ts';
import {
  breakOff,
  callEvent,
  createStubGateway,
  createStubStream,
  problem,
  type StubGateway,
  type StubStream,
} from './testing/stub-gateway.harness.ts';

let gateway: StubGateway;
let stream: StubStream;
let events: RingbackEvent[];
let statuses: StreamStatus[];
let resets: number;
let open: EventStream | undefined;

beforeEach(async () => {
  gateway = await createStubGateway();
  stream = createStubStream();
  gateway.on('GET /events', stream.answer);
  events = [];
  statuses = [];
  resets = 0;
});
afterEach(async () => {
  vi.useRealTimers();
  open?.stop();
  await gateway.close();
});

function follow(more: Partial<EventStreamOptions> = {}): EventStream {
  open = createEventStream({
    url: `${gateway.url}/api/v1/events`,
    after: 10,
    random: () => 0,
    onEvent: (event) => void events.push(event),
    onReset: () => void (resets += 1),
    onStatus: (status) => void statuses.push(status),
    ...more,
  });
  return open;
}

const opened = (count: number) => expect.poll(() => stream.opened.length, { timeout: 5_000 }).toBe(count);
const told = () => expect.poll(() => events.map(({ id }) => id), { timeout: 5_000 });

test('Events are told in order, from the position of the snapshot on', async () => {
  follow();
  await opened(1);
  expect(stream.opened[0]!.asked.url).toContain('after=10');
  stream.send(callEvent(11));
  stream.send(callEvent(12, { state: 'connected' }));
  await told().toEqual([11, 12]);
  expect(statuses).toEqual(['open']);
});

test('A stream that breaks goes on where it was, and tells nothing twice', async () => {
  const following = follow();
  await opened(1);
  stream.send(callEvent(11));
  await told().toEqual([11]);
  stream.breakOff();
  await opened(2);
  expect(stream.opened[1]!.asked.headers['last-event-id']).toBe('11');
  stream.send(callEvent(11));
  stream.send(callEvent(13));
  await told().toEqual([11, 13]);
  expect(following.position).toBe(13);
  expect(statuses, 'the gateway was never away').toEqual(['open', 'open']);
});

test('A stream whose position has moved while others were told goes on from there', async () => {
  const following = follow();
  await opened(1);
  stream.write('id: 40\nevent: position\ndata: {"eventId":40}\n\n');
  stream.write('id: none\nevent: position\ndata: {}\n\n');
  await expect.poll(() => following.position).toBe(40);
  stream.breakOff();
  await opened(2);
  expect(stream.opened[1]!.asked.headers['last-event-id']).toBe('40');
  stream.send(callEvent(41));
  await told().toEqual([41]);
});

test('A gateway that is away is told, and asked until it is back', async () => {
  gateway.on('GET /events', breakOff, breakOff, breakOff, stream.answer);
  follow();
  await opened(1);
  expect(statuses).toEqual(['lost', 'lost', 'open']);
});

test('A letter that is cut in two by the network stays whole', async () => {
  follow();
  await opened(1);
  const event = callEvent(11, { comment: 'Передзвонити о пʼятій' });
  const bytes = Buffer.from(`id: 11\ndata: ${JSON.stringify(event)}\n\n`);
  const cut = bytes.indexOf(Buffer.from('П')) + 1;
  stream.opened[0]!.response.write(bytes.subarray(0, cut));
  await new Promise<void>((resolve) => setImmediate(resolve));
  stream.opened[0]!.response.write(bytes.subarray(cut));
  await told().toEqual([11]);
  expect((events[0]!.data as { call: { comment: string } }).call.comment).toBe('Передзвонити о пʼятій');
});

test('A fact of a newer gateway is passed over, what is no event is left out', async () => {
  const following = follow();
  await opened(1);
  stream.write('data: not json\n\n');
  stream.write(`data: ${JSON.stringify({ ...callEvent(11), type: 'call.teleported' })}\n\n`);
  stream.write(`data: ${JSON.stringify({ ...callEvent(12), data: { call: 'none' } })}\n\n`);
  stream.send(callEvent(13));
  await told().toEqual([13]);
  expect(following.position).toBe(13);
});

test('A position that the log no longer has: the stream stops and asks for a snapshot', async () => {
  follow();
  await opened(1);
  stream.write('id: 900\nevent: reset\ndata: {"eventId":900}\n\n');
  await expect.poll(() => resets).toBe(1);
  stream.write(`data: ${JSON.stringify(callEvent(901))}\n\n`);
  await expect.poll(() => stream.opened[0]!.response.destroyed, { timeout: 5_000 }).toBe(true);
  expect(events).toEqual([]);
});

test('A session that has ended stops the stream', async () => {
  gateway.on('GET /events', problem('unauthorized', 401));
  follow();
  await expect.poll(() => statuses, { timeout: 5_000 }).toEqual(['signed-out']);
  expect(gateway.asked).toHaveLength(1);
});

test('Heartbeats keep a quiet stream; one that is silent for too long is opened anew', async () => {
  vi.useFakeTimers();
  const pipes: WritableStreamDefaultWriter<Uint8Array>[] = [];
  const signals: AbortSignal[] = [];
  follow({
    fetch: async (_url, init) => {
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      pipes.push(writable.getWriter());
      signals.push(init!.signal!);
      init!.signal!.addEventListener(
        'abort',
        () =>
          void pipes
            .at(-1)!
            .abort()
            .catch(() => undefined),
        { once: true },
      );
      return new Response(readable);
    },
  });
  for (let minutes = 0; minutes < 10; minutes += 1) {
    await vi.advanceTimersByTimeAsync(30_000);
    await pipes[0]!.write(new TextEncoder().encode(':\n\n'));
  }
  expect(pipes).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(39_999);
  expect(signals[0]!.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(2);
  expect(signals[0]!.aborted).toBe(true);
  expect(pipes).toHaveLength(2);
});

test('A stream that was stopped tells nothing more and is not opened again', async () => {
  const following = follow();
  await opened(1);
  following.stop();
  await expect.poll(() => stream.opened[0]!.response.destroyed, { timeout: 5_000 }).toBe(true);
  expect(statuses).toEqual(['open']);
  expect(gateway.asked).toHaveLength(1);
});

test('A page that is told that the network is back does not wait', async () => {
  gateway.on('GET /events', breakOff, breakOff, breakOff, stream.answer);
  const following = follow({ random: () => 1 });
  await expect.poll(() => gateway.asked.length, { timeout: 5_000 }).toBe(1);
  await expect
    .poll(() => {
      following.wake();
      return stream.opened.length;
    })
    .toBe(1);
});

test('A token is asked for at each attempt, because it is short-lived', async () => {
  let issued = 0;
  follow({ getToken: () => `token-${(issued += 1)}` });
  await opened(1);
  stream.breakOff();
  await opened(2);
  expect(stream.opened.map(({ asked }) => asked.headers.authorization)).toEqual([
    'Bearer token-1',
    'Bearer token-2',
  ]);
});
