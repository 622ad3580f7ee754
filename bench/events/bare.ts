/**
 * The least that can be: a map of responses, and a write of the same bytes for each. No log, no sessions, no rights, nothing on the disk: the
 * same clients come and go here, and who comes back has missed what came meanwhile. That is its `lost`, and not held against it.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atPace, ticks, wallClock } from './ticks.ts';

const open = new Map<number, ServerResponse>();
const server = createServer((request, response) => {
  const agent = Number(/secret-(\d+)$/.exec(request.headers.authorization ?? '')?.[1]);
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.flushHeaders();
  open.set(agent, response);
  response.once('close', () => {
    if (open.get(agent) === response) open.delete(agent);
  });
});
let id = 0;
process.on('message', ({ seconds, seed }: { seconds: number; seed: number }) => {
  if (seconds === 0) return void process.send?.({ position: id });
  const next = ticks(seed);
  const tell = () => {
    const { nth, readers } = next();
    id += 1;
    const text = JSON.stringify({ nth, at: wallClock(), readers });
    const time = new Date().toISOString();
    const data = {
      id,
      type: 'notice.created',
      time,
      v: 1,
      data: { notice: { id: `n${seed}-${nth}`, text } },
    };
    for (const reader of readers) open.get(reader)?.write(`id: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  void atPace(seconds, tell).then(() => process.send?.({ done: true }));
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
