/** Of routes behind which a host stands: one that is slow must not look like a gateway that is gone. */
import { RingbackError } from '@ringback/model';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { systemTimers, type Timers } from '../calls/timers.ts';

/** Pages wait 8 s for an answer, and then take the gateway for lost. */
export const PATIENCE_MS = 7000;

/**
 * An `onRoute` hook. What takes longer goes on: its answer is kept for whoever asks again, and a write is known again by its key. Routes whose
 * `config.takesLong` is set are left alone. `host` = the name of the system that the customers are in.
 */
export function answerInTime(
  host: () => string,
  timers: Timers = systemTimers,
): (route: RouteOptions) => void {
  return (route) => {
    if (route.config?.takesLong) return;
    const { handler } = route;
    route.handler = function inTime(request, reply) {
      return new Promise<unknown>((resolve, reject) => {
        let late = false;
        const stop = timers.after(PATIENCE_MS, () => {
          late = true;
          const message = `${host()} takes long to answer.`;
          reject(new RingbackError('timeout', message, { hint: 'Try again in a moment.' }));
        });
        const own = replyOf(reply, { over: () => late, sends: stop });
        const work = (async () => handler.call(this, request, own))();
        work.finally(stop).then(resolve, (error: unknown) => {
          if (late) logLate(request, error);
          else reject(error as Error);
        });
      });
    };
  };
}

function logLate(request: FastifyRequest, error: unknown): void {
  const isBug = !(error instanceof RingbackError) || error.code === 'bug';
  const { method, routeOptions } = request;
  const line = { requestId: request.id, method, route: routeOptions.url, err: error };
  request.log[isBug ? 'error' : 'warn'](line, 'failed after its page had been told that it takes long');
}

/**
 * The same reply, of which nothing is taken once it is `over`: a code would become that of the answer that is on its way, and Fastify would log
 * a second answer, with the whole address.
 */
function replyOf(reply: FastifyReply, { over, sends }: { over(): boolean; sends(): void }): FastifyReply {
  return new Proxy(reply, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, target);
      if (over() && typeof value === 'function' && name !== 'then') return () => receiver as FastifyReply;
      if (name === 'send') sends();
      return value;
    },
  });
}
