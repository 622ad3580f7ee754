import { RingbackError } from '@ringback/model';
import { commonVersion, type Hello, PROTOCOL, REQUEST_TIMEOUT_MS, type Welcome } from '../protocol.ts';
import { type Schedule, schedule as realSchedule } from '../timer.ts';

export interface GreetOptions {
  /** Window of the loaded frame. */
  frame: Pick<Window, 'postMessage'>;
  /** Origin of the gateway: nobody else can receive the hello. */
  origin: string;
  schedule?: Schedule;
  /** Resolves when the gateway answers this page at all. */
  reach?: (origin: string) => Promise<unknown>;
}

const answers = (origin: string): Promise<unknown> =>
  fetch(`${origin}/v1/ringback.js`, { method: 'HEAD', signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });

const REFUSED = {
  origin: [
    'the gateway does not allow this page to embed its core frame.',
    "Add this page's origin to panelOrigins in the gateway's settings.",
  ],
  version: ['ringback.js and the core frame are of different versions.', 'Reload the page past its cache.'],
} as const;

/**
 * Says hello to the core frame and resolves with the port once it has answered. Rejects with `forbidden` (this page may not),
 * `conflict` (versions) or `timeout` (nobody there). Whom the browser does not let frame the gateway hears nothing: where the gateway
 * itself answers, that is `forbidden` too, and worth another try, because a frame may only be slow.
 */
export function greet({
  frame,
  origin,
  schedule = realSchedule,
  reach = answers,
}: GreetOptions): Promise<MessagePort> {
  const { promise, resolve, reject } = Promise.withResolvers<MessagePort>();
  const { port1, port2 } = new MessageChannel();
  const give = (error: RingbackError): void => {
    port1.close();
    reject(error);
  };
  const stop = schedule(() => {
    port1.close();
    const [what, hint] = REFUSED.origin;
    void reach(origin).then(
      () => reject(new RingbackError('forbidden', `Ringback: ${what}`, { hint, retryable: true })),
      () =>
        reject(
          new RingbackError('timeout', `The core frame at ${origin} does not answer.`, {
            hint: 'See whether the gateway runs.',
          }),
        ),
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
