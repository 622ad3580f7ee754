/** Counts what is left behind in a page, by wrapping what makes it. To be run in the page before anything else; must not refer to anything outside. */
declare global {
  interface Window {
    /** What was begun and not ended, each with where it was begun; empty when nothing is left. */
    leftovers(): string[];
  }
}

export function countLeftovers(): void {
  const left = new Map<unknown, string>();
  const where = (): string =>
    (new Error().stack ?? '').split('\n').slice(3, 7).join(' ').replace(/\s+/g, ' ');
  const begin = (key: unknown, what: string): void => void left.set(key, `${what} ${where()}`);

  for (const name of ['setTimeout', 'setInterval'] as const) {
    const real = window[name].bind(window) as (run: () => void, ms?: number) => number;
    const wrapped = (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): number => {
      const id = real(() => {
        if (name === 'setTimeout') left.delete(`timer ${id}`);
        run(...args);
      }, ms);
      begin(`timer ${id}`, `${name} ${ms}`);
      return id;
    };
    Object.defineProperty(window, name, { value: wrapped });
  }
  for (const name of ['clearTimeout', 'clearInterval'] as const) {
    const real = window[name].bind(window);
    Object.defineProperty(window, name, {
      value: (id?: number) => {
        left.delete(`timer ${id}`);
        real(id);
      },
    });
  }

  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const ids = new WeakMap<object, number>();
  let last = 0;
  const idOf = (thing: object | null): number => {
    if (!thing) return 0;
    if (!ids.has(thing)) ids.set(thing, (last += 1));
    return ids.get(thing)!;
  };
  const captures = (options?: boolean | { capture?: boolean }): boolean =>
    typeof options === 'object' ? options.capture === true : options === true;
  const lasting = (target: unknown): boolean =>
    target === window ||
    target === document ||
    target === navigator.mediaDevices ||
    target instanceof PermissionStatus;
  // A listener that came with a signal goes with it.
  const gone = (key: string, signal: AbortSignal): void =>
    add.call(signal, 'abort', () => left.delete(key), { once: true });
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = (this ?? window) as EventTarget;
    if (listener && lasting(target)) {
      const key = `listener ${idOf(target)} ${type} ${idOf(listener)} ${captures(options)}`;
      begin(key, `listener of ${type}`);
      if (typeof options === 'object' && options?.signal) gone(key, options.signal);
    }
    add.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const target = (this ?? window) as EventTarget;
    left.delete(`listener ${idOf(target)} ${type} ${idOf(listener)} ${captures(options)}`);
    remove.call(target, type, listener, options);
  };

  for (const name of [
    'RTCPeerConnection',
    'AudioContext',
    'WebSocket',
    'EventSource',
    'BroadcastChannel',
    'Worker',
  ] as const) {
    Object.defineProperty(window, name, {
      value: new Proxy(window[name] as new () => object, {
        construct(target, args, made) {
          const one = Reflect.construct(target, args, made) as object;
          begin(one, name);
          return one;
        },
      }),
    });
  }
  const { terminate } = Worker.prototype;
  Worker.prototype.terminate = function () {
    left.delete(this);
    terminate.call(this);
  };
  const { close } = BroadcastChannel.prototype;
  BroadcastChannel.prototype.close = function () {
    left.delete(this);
    close.call(this);
  };
  const getUserMedia = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (constraints) {
    const stream = await getUserMedia.call(this, constraints);
    for (const track of stream.getTracks()) begin(track, `${track.kind} track`);
    return stream;
  };

  const ended = (thing: unknown): boolean =>
    (thing instanceof RTCPeerConnection && thing.connectionState === 'closed') ||
    (thing instanceof AudioContext && thing.state === 'closed') ||
    ((thing instanceof WebSocket || thing instanceof EventSource) && thing.readyState === thing.CLOSED) ||
    (thing instanceof MediaStreamTrack && thing.readyState === 'ended');
  window.leftovers = () => [...left].filter(([thing]) => !ended(thing)).map(([, what]) => what);
}
