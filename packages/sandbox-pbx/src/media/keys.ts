/** Pressed keys, as RFC 4733 packets or a SIP INFO (`Signal=5`) carry them. */
import type { MediaFrame } from './endpoint.ts';

const KEYS = '0123456789*#ABCD';
/** The E bit: this packet is one of the three that tell of the key's end. */
const END = 0x80;

export class KeyReader {
  /** A key is one RTP timestamp, however many packets it has. */
  #last: number | undefined;

  read({ payload, timestamp }: MediaFrame): string | undefined {
    const [event = 255, flags = 0] = payload;
    if ((flags & END) === 0 || timestamp === this.#last) return undefined;
    this.#last = timestamp;
    return KEYS[event];
  }
}

export function keyOfInfo(body: string): string | undefined {
  return /^\s*Signal\s*=\s*([0-9*#A-D])\s*$/im.exec(body)?.[1]?.toUpperCase();
}
