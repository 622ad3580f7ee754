/** Trouble on demand, for tests of phones: what no decent PBX sends, and refusals that a real one gives once in a while. */
import type { Registrar } from '../accounts/registrar.ts';
import type { SipConnection } from '../sip/connection.ts';

export interface Refusal {
  method: string;
  status: number;
  times: number;
  retryAfterSeconds?: number | undefined;
}

export class Trouble {
  readonly #registrar: Registrar;
  #refusals: Refusal[] = [];

  constructor(registrar: Registrar) {
    this.#registrar = registrar;
  }

  /** The text as it is, down each WebSocket of the device. */
  send(endpoint: string, text: string): void {
    const connections = this.#registrar.contacts('device', endpoint).map(({ connection }) => connection);
    for (const connection of new Set<SipConnection>(connections)) connection.sendRaw(text);
  }

  /** The next requests of phones with this method are refused. */
  refuse(refusal: Refusal): void {
    this.#refusals.push({ ...refusal });
  }

  /** Whether this request is refused. */
  take(method: string): Refusal | undefined {
    const refusal = this.#refusals.find((one) => one.method === method);
    if (refusal && (refusal.times -= 1) <= 0)
      this.#refusals = this.#refusals.filter((one) => one !== refusal);
    return refusal;
  }
}
