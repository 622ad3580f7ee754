/** JsSIP's transport over `ws`, with a way to die that no browser offers: as a page does that is closed or reloaded. */
import type { Socket } from 'jssip/lib/Socket';
import WebSocket from 'ws';

export class SipSocket implements Socket {
  readonly url: string;
  readonly sip_uri: string;
  via_transport: string;
  /** Told every message that comes, as it stands on the wire. */
  onmessage: ((message: string) => void) | undefined;
  readonly #localAddress: string | undefined;
  #ws: WebSocket | undefined;
  #dead = false;
  /** Wakes whoever waits for the socket's end. */
  readonly #closed: (() => void)[] = [];

  constructor(url: string, localAddress?: string) {
    this.url = url;
    this.#localAddress = localAddress;
    this.via_transport = url.startsWith('wss:') ? 'WSS' : 'WS';
    this.sip_uri = `sip:${new URL(url).host};transport=ws`;
  }

  onconnect(): void {}
  ondisconnect(_error: boolean, _code?: number, _reason?: string): void {}
  ondata<T>(_data: T): void {}

  connect(): void {
    if (this.#ws || this.#dead) return;
    const ws = new WebSocket(this.url, 'sip', {
      perMessageDeflate: false,
      ...(this.#localAddress === undefined ? {} : { localAddress: this.#localAddress }),
    });
    this.#ws = ws;
    ws.on('open', () => this.onconnect());
    ws.on('message', (data, binary) => {
      this.onmessage?.(String(data));
      this.ondata(binary ? data : String(data));
    });
    // The close that follows tells it.
    ws.on('error', () => undefined);
    ws.on('close', (code, reason) => {
      if (this.#ws === ws) this.#ws = undefined;
      this.ondisconnect(code !== 1000, code, String(reason));
      for (const wake of this.#closed.splice(0)) wake();
    });
  }

  disconnect(): void {
    this.#ws?.close(1000);
  }

  send(message: string | ArrayBufferLike | Blob | ArrayBufferView): boolean {
    if (this.#dead || this.#ws?.readyState !== WebSocket.OPEN) return false;
    this.#ws.send(message as string);
    return true;
  }

  isConnected(): boolean {
    return this.#ws?.readyState === WebSocket.OPEN;
  }

  isConnecting(): boolean {
    return this.#ws?.readyState === WebSocket.CONNECTING;
  }

  /** Nothing more is sent or received, and no connection made again. */
  die(): void {
    this.#dead = true;
    this.#ws?.removeAllListeners('message');
    this.#ws?.terminate();
  }

  /** Resolves when there is no connection (any more). */
  closed(): Promise<void> {
    if (!this.#ws) return Promise.resolve();
    return new Promise((resolve) => this.#closed.push(resolve));
  }
}
