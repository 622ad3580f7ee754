/** Stands in JsSIP where a browser's peer connection stands: G.711 over plain RTP, as behind a provider's trunk. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { toneFrame } from '@ringback/sandbox-pbx/g711';
import { type Heard, RtpEar } from './rtp-ear.ts';

const HOST = '127.0.0.1';
const FRAME_MS = 20;
const FRAME = 160;

export class PlainRtp extends EventTarget {
  readonly iceGatheringState = 'complete';
  readonly iceConnectionState = 'connected';
  signalingState = 'stable';
  localDescription: RTCSessionDescriptionInit | null = null;
  /** Told windows of 10 ms. */
  onFrame: ((frame: Heard) => void) | undefined;
  /** Nothing is sent while this is so. */
  silent = false;
  readonly #socket = createSocket('udp4');
  readonly #tone: number;
  #far: { port: number; host: string } | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(tone: number) {
    super();
    this.#tone = tone;
    const ear = new RtpEar((frame) => this.onFrame?.(frame));
    this.#socket.on('message', (packet) => ear.take(packet, performance.now()));
    this.#socket.bind(0, HOST);
  }

  createOffer(): Promise<RTCSessionDescriptionInit> {
    return this.#describe('offer');
  }

  createAnswer(): Promise<RTCSessionDescriptionInit> {
    return this.#describe('answer');
  }

  setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.localDescription = description;
    return Promise.resolve();
  }

  setRemoteDescription({ sdp = '' }: RTCSessionDescriptionInit): Promise<void> {
    const port = Number(/^m=audio (\d+)/m.exec(sdp)?.[1]);
    const host = /^c=IN IP4 (\S+)/m.exec(sdp)?.[1];
    if (!port || !host) throw new Error('The answer has no address for sound');
    this.#far = { port, host };
    this.#timer ??= this.#play();
    return Promise.resolve();
  }

  addTrack(): void {}

  getSenders(): [] {
    return [];
  }

  close(): void {
    if (this.signalingState === 'closed') return;
    this.signalingState = 'closed';
    clearInterval(this.#timer);
    this.#socket.close();
  }

  async #describe(type: 'offer' | 'answer'): Promise<RTCSessionDescriptionInit> {
    const port = await this.#port();
    const lines = [
      'v=0',
      `o=- 1 1 IN IP4 ${HOST}`,
      's=-',
      `c=IN IP4 ${HOST}`,
      't=0 0',
      `m=audio ${port} RTP/AVP 0`,
      'a=rtpmap:0 PCMU/8000',
      `a=ptime:${FRAME_MS}`,
      'a=sendrecv',
    ];
    return { type, sdp: lines.join('\r\n') + '\r\n' };
  }

  async #port(): Promise<number> {
    try {
      return this.#socket.address().port;
    } catch {
      await once(this.#socket, 'listening');
      return this.#socket.address().port;
    }
  }

  #play(): ReturnType<typeof setInterval> {
    const began = performance.now();
    const header = Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]);
    let frames = 0;
    return setInterval(() => {
      const due = (performance.now() - began) / FRAME_MS;
      for (; frames < due; frames += 1) {
        header.writeUInt16BE(frames & 0xffff, 2);
        header.writeUInt32BE((frames * FRAME) >>> 0, 4);
        const packet = Buffer.concat([header, toneFrame(this.#tone, frames)]);
        if (this.#far && !this.silent) this.#socket.send(packet, this.#far.port, this.#far.host);
      }
    }, FRAME_MS);
  }
}
