import { RingbackError } from '@ringback/model';
import { type Answer, createPending } from './pending.ts';
import type { Method, Methods, Notice, Notices } from './protocol.ts';
import type { Schedule } from './timer.ts';
import { toWire } from './wire-error.ts';

/** What both ends of a joined channel look like; MessagePort is one. */
export type Port = Pick<MessagePort, 'postMessage' | 'close' | 'onmessage'>;

/** The host's end. */
export interface Caller {
  request<M extends Method>(method: M, ...params: Parameters<Methods[M]>): ReturnType<Methods[M]>;
  /** What still waits is refused as `unavailable`. */
  close(): void;
}

export type NoticeListeners = { [N in Notice]: (data: Notices[N]) => void };

export function createCaller(port: Port, listeners: NoticeListeners, schedule?: Schedule): Caller {
  const pending = createPending(schedule);
  port.onmessage = ({ data }: MessageEvent<Partial<Answer> & { notice?: Notice; data?: never }>) => {
    if (typeof data.id === 'number') pending.settle(data as Answer);
    else if (data.notice && Object.hasOwn(listeners, data.notice)) listeners[data.notice](data.data as never);
  };
  return {
    request(method, ...params) {
      const { id, answer } = pending.open(method);
      port.postMessage({ id, method, params });
      return answer as ReturnType<Methods[typeof method]>;
    },
    close() {
      port.onmessage = null;
      port.close();
      pending.failAll(new RingbackError('unavailable', 'The core frame is gone.'));
    },
  };
}

/** One entry for each method: what is not here does not exist. Parameters are what came, not what was promised. */
export type Handlers = { [M in Method]: (...params: unknown[]) => Promise<unknown> };

/** The frame's end. */
export interface Answerer {
  tell<N extends Notice>(notice: N, data: Notices[N]): void;
  close(): void;
}

/** What is told before the host has joined is told then, in its order. */
export function createAnswerer(joining: Promise<Port>, handlers: Handlers): Answerer {
  const withPort = (work: (port: Port) => void): void => void joining.then(work);
  withPort((port) => {
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      const { id, method, params } = (data ?? {}) as { id?: unknown; method?: unknown; params?: unknown };
      if (typeof id !== 'number') return;
      answer(handlers, method, params).then(
        (result) => port.postMessage({ id, result }),
        (error: unknown) => port.postMessage({ id, error: toWire(error) }),
      );
    };
  });
  return {
    tell: (notice, data) => withPort((port) => port.postMessage({ notice, data })),
    close: () =>
      withPort((port) => {
        port.onmessage = null;
        port.close();
      }),
  };
}

async function answer(handlers: Handlers, method: unknown, params: unknown): Promise<unknown> {
  if (typeof method !== 'string' || !Object.hasOwn(handlers, method)) {
    throw new RingbackError('unsupported', `The core frame has no method ${JSON.stringify(method)}.`);
  }
  if (!Array.isArray(params)) throw new RingbackError('invalid', `${method}: params must be a list.`);
  return handlers[method as Method](...(params as unknown[]));
}
