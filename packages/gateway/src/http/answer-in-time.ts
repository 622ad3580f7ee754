/** Of routes behind which a host stands: one that is slow must not look like a gateway that is gone. */
import { RingbackError } from '@ringback/model';
import type { RouteOptions } from 'fastify';
import { systemTimers, type Timers, withDeadline } from '../calls/timers.ts';

/** Pages wait 8 s for an answer, and then take the gateway for lost. */
export const PATIENCE_MS = 7000;

/**
 * An `onRoute` hook. What takes longer goes on: its answer is kept for whoever asks again, and a write is known again by its key.
 * `host` = the name of the system that the customers are in.
 */
export function answerInTime(
  host: () => string,
  timers: Timers = systemTimers,
): (route: RouteOptions) => void {
  return (route) => {
    const { handler } = route;
    route.handler = async function inTime(request, reply) {
      try {
        return await withDeadline(timers, PATIENCE_MS, Promise.resolve(handler.call(this, request, reply)));
      } catch (error) {
        if (!(error instanceof RingbackError) || error.code !== 'timeout') throw error;
        throw new RingbackError('timeout', `${host()} takes long to answer.`, {
          hint: 'Try again in a moment.',
          cause: error,
        });
      }
    };
  };
}
