/** The commands of `window.ringback` that this script adds. */
import {
  type Backend,
  type BackendState,
  type EventType,
  type Phone,
  type PhoneState,
  RingbackError,
} from '@ringback/model';
import type { Commands } from '@ringback/ui/command-queue';
import { REQUEST_TIMEOUT_MS } from '../protocol.ts';
import { type Schedule, schedule as realSchedule } from '../timer.ts';
import { isFact } from './facts.ts';

export interface Ports {
  phone: Phone;
  backend: Backend;
}

export interface Snapshot {
  phone: PhoneState;
  backend: BackendState;
}

/** Each returns a promise; calls that come while the ports are still made wait for them. */
export function createCommands(
  ports: Promise<Ports>,
  destroy: () => void,
  schedule: Schedule = realSchedule,
): Commands {
  return told({
    /** Calls a number as if it had been typed; resolves with the call's id. */
    async dial(number: unknown): Promise<string> {
      const { phone } = await ports;
      await begun(phone, schedule);
      return phone.call(String(number));
    },
    /** Follows a fact, e.g. `call.ringing`; resolves with the way to stop. */
    async on(type: unknown, listener: (data: unknown) => void): Promise<() => void> {
      if (!isFact(type)) throw new RingbackError('invalid', `There is no event ${JSON.stringify(type)}.`);
      if (typeof listener !== 'function')
        throw new RingbackError('invalid', `${type}: a function is missing.`);
      const { backend } = await ports;
      return backend.follow((event: { type: EventType; data: unknown }) => {
        if (event.type === type) listener(event.data);
      });
    },
    async signIn(): Promise<void> {
      await (await ports).phone.signIn?.();
    },
    async snapshot(): Promise<Snapshot> {
      const { phone, backend } = await ports;
      return { phone: phone.state, backend: backend.state };
    },
    async destroy(): Promise<void> {
      destroy();
    },
  });
}

/** A call that was queued before the script came has nobody who hears of its failure: the console does. */
function told(commands: Record<string, (...args: never[]) => Promise<unknown>>): Commands {
  const speaking = Object.entries(commands).map(([name, command]) => [
    name,
    (...args: never[]) => {
      const result = command(...args);
      result.catch((error: unknown) =>
        console.warn(`Ringback: ${name}: ${error instanceof Error ? error.message : String(error)}`),
      );
      return result;
    },
  ]);
  return Object.fromEntries(speaking) as Commands;
}

/** Resolves when the phone is out of its first attempt, whatever came of it; a call then says itself what is wrong. */
function begun(phone: Phone, schedule: Schedule): Promise<void> {
  if (phone.state.status !== 'connecting') return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stopListening();
      stopTimer();
      resolve();
    };
    const stopTimer = schedule(done, REQUEST_TIMEOUT_MS);
    const stopListening = phone.subscribe(({ status }) => {
      if (status !== 'connecting') done();
    });
  });
}
