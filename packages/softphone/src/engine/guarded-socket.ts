import { WebSocketInterface } from './jssip.ts';

/**
 * JsSIP trusts the other side: a request to a URI of another scheme, say, makes it throw. What it cannot read is dropped here, as a message
 * that never came; calls and registration stay as they are.
 */
export function guardedSocket(url: string): InstanceType<typeof WebSocketInterface> {
  const socket = new WebSocketInterface(url);
  let take: (data: unknown) => void = () => undefined;
  const guarded = (data: unknown): void => {
    try {
      take(data);
    } catch {
      // Nobody to tell: whoever sent it will not be answered.
    }
  };
  Object.defineProperty(socket, 'ondata', {
    get: () => guarded,
    set: (next: typeof take) => (take = next),
  });
  return socket;
}
