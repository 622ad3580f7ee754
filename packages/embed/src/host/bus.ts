/** Tabs of one host origin talk here. No secret passes: every script of the host could listen. */
import type { PhoneState, RingbackEvent } from '@ringback/model';
import type { Answer } from '../pending.ts';
import type { PhoneMethod } from '../protocol.ts';

export type BusMessage =
  /** A tab has come and asks the leader for the phone's state. */
  | { say: 'hello' }
  /** Of the leader, who is `from`. */
  | { say: 'phone'; from: string; state: PhoneState }
  /** The leader is awake; said with every tick. */
  | { say: 'alive'; from: string }
  /** The leader goes; another will follow in a moment. */
  | { say: 'bye' }
  | { say: 'event'; event: RingbackEvent }
  /** Of the leader's microphone, while somebody follows it. */
  | { say: 'level'; level: number }
  | {
      say: 'command';
      from: string;
      /** The leader, as far as the sender knows: nobody else obeys. */
      to: string;
      id: number;
      /** Milliseconds since 1970. */
      sentAt: number;
      method: PhoneMethod;
      params: readonly unknown[];
    }
  /** The leader has begun to do it. */
  | { say: 'taken'; to: string; id: number }
  | { say: 'answer'; to: string; answer: Answer }
  /** Somebody signed in or out in this browser. */
  | { say: 'session' }
  /** The outbox, which the tabs share, has changed. */
  | { say: 'outbox' };

/** Grows when a message changes its meaning: tabs that were loaded before an update ignore the new ones, and the other way round. */
const BUS_VERSION = 2;

export interface Bus {
  post(message: BusMessage): void;
  /** One listener; own messages do not come back. */
  listen(listener: (message: BusMessage) => void): void;
  close(): void;
}

export function createBus(name: string): Bus {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage({ v: BUS_VERSION, ...message }),
    listen(listener) {
      channel.onmessage = ({ data }: MessageEvent<BusMessage & { v?: number }>) => {
        if (data?.v === BUS_VERSION) listener(data);
      };
    },
    close: () => channel.close(),
  };
}
