import { RingbackError } from '@ringback/model';
import { commonVersion, type Hello, PROTOCOL, REQUEST_TIMEOUT_MS, type Welcome } from '../protocol.ts';
import { type Schedule, schedule as realSchedule } from '../timer.ts';

export interface GreetOptions {
  /** Window of the loaded frame. */
  frame: Pick<Window, 'postMessage'>;
  /** Origin of the gateway: nobody else can receive the hello. */
  origin: string;
  schedule?: Schedule;
}

const REFUSED = {
  origin: [
    'the gateway does not allow this page to embed its core frame.',
    "Add this page's origin to panelOrigins in the gateway's settings.",
  ],
  version: ['ringback.js and the core frame are of different versions.', 'Reload the page past its cache.'],
} as const;

/**
 * Says hello to the core frame and resolves with the port once it has answered. Rejects with `forbidden` (this page may not),
 * `conflict` (versions) or `timeout` (nobody there: the gateway is down, or forbids this page to frame it).
 */
export function greet({ frame, origin, schedule = realSchedule }: GreetOptions): Promise<MessagePort> {
  const { promise, resolve, reject } = Promise.withResolvers<MessagePort>();
  const { port1, port2 } = new MessageChannel();
  const give = (error: RingbackError): void => {
    port1.close();
    reject(error);
  };
  const stop = schedule(() => {
    give(
      new RingbackError('timeout', `The core frame at ${origin} does not answer.`, {
        hint: "See whether the gateway runs, and whether this page's origin is in its panelOrigins.",
      }),
    );
  }, REQUEST_TIMEOUT_MS);
  port1.onmessage = ({ data }: MessageEvent<Welcome>) => {
    stop();
    port1.onmessage = null;
    if (data.ringback === 'welcome' && commonVersion(PROTOCOL, { min: data.version, max: data.version }))
      return resolve(port1);
    const reason = data.ringback === 'refused' && data.reason === 'origin' ? 'origin' : 'version';
    const [what, hint] = REFUSED[reason];
    give(
      new RingbackError(reason === 'origin' ? 'forbidden' : 'conflict', `Ringback: ${what}`, {
        hint,
        retryable: false,
      }),
    );
  };
  frame.postMessage({ ringback: 'hello', versions: PROTOCOL } satisfies Hello, origin, [port2]);
  return promise;
}
