import type { ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { seesNumbers } from '../../security/masking.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, SIGNED_IN } from '../documented.ts';
import { EventStream, type EventStreamOptions, type Reader, type Sink } from '../event-stream.ts';
import { createEventTail } from '../event-tail.ts';
import { type Guards, personOf } from '../guards.ts';
import type { App } from '../types.ts';

/** Proxies close what is silent for a minute; a page knows sooner that its stream is dead. */
const HEARTBEAT_MS = 15_000;
/** A client that takes nothing for this long is let go; it resumes where it was. */
const DRAIN_MS = 20_000;

const Position = z.coerce.number().check(z.int(), z.minimum(0));
const EventQuery = z.strictObject({ after: z.optional(Position) });
const EventHeaders = z.object({ 'last-event-id': z.optional(Position) });

const DESCRIPTION = `Server-Sent Events: \`id\` is the position, \`data\` the event. Follows from \`Last-Event-ID\` or \`?after=\`, else from now.
\`event: position\` says that what came until then was for others: only the position has moved.
\`event: reset\` says that what came after your position is no longer kept: read \`GET /session\` again and go on.`;

export function eventRoutes(app: App, deps: HttpDeps, guards: Guards): void {
  const { store, auth, guard, settings, metrics, log } = deps;
  const heartbeatMs = deps.stream?.heartbeatMs ?? HEARTBEAT_MS;
  const drainMs = deps.stream?.drainMs ?? DRAIN_MS;
  const open = new Set<EventStream>();
  const failed = (error: unknown, { agent }: Reader) =>
    log.warn({ err: error, agent: agent.id }, 'an event stream was let go');
  const endIfOver = (stream: EventStream) => {
    auth.stands(stream.reader.sessionHash).then(
      (stands) => stands || stream.close(),
      (error: unknown) => {
        failed(error, stream.reader);
        stream.close();
      },
    );
  };
  const options: EventStreamOptions = {
    events: store.events,
    tail: createEventTail({
      events: store.events,
      failed: (error) => log.error({ err: error }, 'the event log could not be followed'),
    }),
    // Asked anew for each event: groups change while streams are open.
    masked: (agent) => !seesNumbers(agent, settings.current()),
    accessChanged: endIfOver,
    failed,
  };
  const stopListening = auth.onEnd((hash) => {
    for (const stream of open) if (stream.reader.sessionHash === hash) stream.close();
  });
  app.addHook('preClose', () => {
    for (const stream of open) stream.close();
    options.tail.stop();
    stopListening();
    return Promise.resolve();
  });

  app.get(
    '/events',
    {
      // A stream without a body would never end.
      exposeHeadRoute: false,
      onRequest: guards.agent(),
      schema: {
        tags: ['Events'],
        summary: 'The event stream',
        description: DESCRIPTION,
        security: SIGNED_IN,
        querystring: EventQuery,
        headers: EventHeaders,
        response: answers({ 200: { content: { 'text/event-stream': { schema: z.string() } } } }),
      },
    },
    async (request, reply) => {
      const after =
        request.headers['last-event-id'] ?? request.query.after ?? (await store.events.latestId());
      reply.hijack();
      const headers = {
        ...reply.getHeaders(),
        'Content-Type': 'text/event-stream; charset=utf-8',
        'X-Accel-Buffering': 'no',
        // Ends with its connection, and so needs no chunks, which the standard advises against: each event is one write.
        Connection: 'close',
      };
      reply.raw.removeHeader('Transfer-Encoding');
      // What is written until the turn is over goes with it: mostly that there is nothing to catch up with.
      reply.raw.cork();
      process.nextTick(() => reply.raw.uncork());
      reply.raw.writeHead(200, headers as Record<string, string>);
      // Alone, so that they become one string: joined to what follows they would stay the fifty pieces that they were made of.
      reply.raw.flushHeaders();
      const { agent, session } = personOf(request);
      follow({ agent, sessionHash: session.hash, address: request.ip }, reply.raw, after);
    },
  );

  function follow(reader: Reader, response: ServerResponse, after: number): void {
    const stream = new EventStream(options, reader, new ResponseSink(response, drainMs), after);
    const heart = setInterval(beat, heartbeatMs, stream);
    open.add(stream);
    metrics.streamOpened();
    response.once('close', () => {
      clearInterval(heart);
      open.delete(stream);
      metrics.streamClosed();
      stream.close();
    });
  }

  function beat(stream: EventStream): void {
    const { address, agent } = stream.reader;
    stream.heartbeat();
    if (guard.whyNot('sessions', address, agent.id) !== undefined) stream.close();
    // A session also ends by time, and its stream with it.
    endIfOver(stream);
  }
}

class ResponseSink implements Sink {
  readonly #response: ServerResponse;
  readonly #drainMs: number;

  constructor(response: ServerResponse, drainMs: number) {
    this.#response = response;
    this.#drainMs = drainMs;
  }

  /** At once: what is left to Node waits until all that this turn has called for is done, the gateway's own background work with it. */
  write(text: string): boolean {
    const response = this.#response;
    response.cork();
    const goesOn = response.write(text);
    response.uncork();
    return goesOn;
  }

  end(): void {
    this.#response.end();
  }

  drained(): Promise<void> {
    const response = this.#response;
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => () => {
        clearTimeout(timer);
        response.off('drain', drained);
        response.off('close', gone);
        end();
      };
      const drained = settle(resolve);
      const gone = settle(() => reject(new Error('the client has gone')));
      const timer = setTimeout(
        settle(() => {
          response.destroy();
          reject(new Error(`the client took nothing for ${this.#drainMs} ms`));
        }),
        this.#drainMs,
      );
      response.once('drain', drained);
      response.once('close', gone);
      if (response.destroyed) gone();
    });
  }
}
