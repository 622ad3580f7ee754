/** A call that was cut off while people talked stays in the bar until somebody has called back or put it aside (S181). */
import type { PhoneCall, PhoneErrorCode } from '@ringback/model';
import type { ReactiveControllerHost } from 'lit';

const CUTS: readonly (PhoneErrorCode | undefined)[] = [
  'not-recovered',
  'media-failed',
  'pbx-down',
  'gateway-down',
];

/** Ended by the network in the middle of the talk, not by a person. */
export const isCut = ({ state, connectedAt, number, endReason, error }: PhoneCall): boolean =>
  state === 'ended' &&
  !!connectedAt &&
  number !== '' &&
  (endReason === 'failed' || CUTS.includes(error?.code));

export class CutCalls {
  readonly #host: Pick<ReactiveControllerHost, 'requestUpdate'>;
  readonly #kept = new Map<string, PhoneCall>();
  readonly #forgotten = new Set<string>();

  constructor(host: Pick<ReactiveControllerHost, 'requestUpdate'>) {
    this.#host = host;
  }

  look(calls: readonly PhoneCall[]): void {
    for (const call of calls) {
      if (isCut(call) && !this.#forgotten.has(call.id)) this.#kept.set(call.id, call);
      // Whoever talks with the same number again has been called back.
      else if (call.state === 'connected')
        for (const [id, cut] of this.#kept) if (cut.number === call.number) this.forget(id);
    }
  }

  with(calls: readonly PhoneCall[]): readonly PhoneCall[] {
    if (!this.#kept.size && !this.#forgotten.size) return calls;
    const others = [...this.#kept.values()].filter(({ id }) => !calls.some((call) => call.id === id));
    return [...calls.filter(({ id }) => !this.#forgotten.has(id)), ...others];
  }

  forget(id: string): void {
    if (!this.#kept.delete(id)) return;
    this.#forgotten.add(id);
    this.#host.requestUpdate();
  }
}
