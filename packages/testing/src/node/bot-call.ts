/** One call of a headless phone. */
import wrtc from '@roamhq/wrtc';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { IncomingRequest, IncomingResponse } from 'jssip/lib/SIPMessage';
import { GapMeter } from './gap.ts';
import { PlainRtp } from './plain-rtp.ts';
import { type AudioFrame, ToneListener } from './tone.ts';

/** What another phone of the same agent needs to take the call over (RFC 3891). */
export interface BotDialog {
  sipCallId: string;
  localTag: string;
  remoteTag: string;
}

export interface CallEnd {
  /** JsSIP's word: `Terminated`, `Busy`, `Rejected`, `Canceled`… */
  cause: string;
  by: 'local' | 'remote' | 'system';
  /** SIP status, where an answer ended it. */
  status?: number;
  /** Reason header (RFC 3326), where there was one. */
  reason?: string;
}

export interface BotCall {
  readonly direction: 'in' | 'out';
  /** User part of the far side's address, and the name that came with it. */
  readonly number: string;
  readonly name: string;
  /** User part of the request's address: which number was dialled. */
  readonly dialled: string;
  /** A header of the incoming INVITE. */
  header(name: string): string | undefined;
  /** Outgoing: the first 18x. Rejects when the call ends before. */
  readonly ringing: Promise<void>;
  /** Rejects when the call ends before. */
  readonly answered: Promise<void>;
  readonly ended: Promise<CallEnd>;
  /** `undefined` until it ends. */
  readonly end: CallEnd | undefined;
  readonly dialog: BotDialog;
  answer(extraHeaders?: readonly string[]): void;
  /** 486 is busy, 603 declined; 603 unless told. */
  reject(status?: number): void;
  hangup(): void;
  hold(): Promise<void>;
  resume(): Promise<void>;
  /** Sends no sound at all, not even silence; of a phone with plain RTP. */
  stopSending(stopped: boolean): void;
  /** Presses a key, by SIP INFO: libwebrtc in Node has no telephone events. */
  press(digit: string): void;
  /** Resolves when the far side's audio has this frequency in it; rejects after 10 s or with the signal. */
  hears(hz: number, signal?: AbortSignal): Promise<void>;
  /** Resolves when this frequency is in it no more. */
  hearsNot(hz: number, signal?: AbortSignal): Promise<void>;
  /** How long this frequency is away while `during` runs, in ms, told once it is back. Rejects when it does not come back in 10 s. */
  gap(hz: number, during: () => Promise<unknown>): Promise<number>;
}

/** Longest wait for a tone, ms: joining takes a few hundred. */
const HEARS_MS = 10_000;

interface Dialog {
  id: { call_id: string; local_tag: string; remote_tag: string };
}

export function createBotCall(
  session: RTCSession,
  request: IncomingRequest | { getHeader(name: string): string | undefined; ruri: unknown },
  media: { stream: MediaStream; pcConfig: RTCConfiguration },
  dialled: string,
): BotCall {
  const listener = new ToneListener();
  let meter: GapMeter | undefined;
  let sink: wrtc.nonstandard.RTCAudioSink | undefined;
  let end: CallEnd | undefined;

  const ringing = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<CallEnd>();
  // Who does not wait for them need not catch them.
  ringing.promise.catch(() => undefined);
  answered.promise.catch(() => undefined);

  const take = (frame: Pick<AudioFrame, 'samples' | 'sampleRate' | 'channelCount'>): void => {
    listener.take(frame);
    meter?.take(frame);
  };
  const listen = (connection: RTCPeerConnection | PlainRtp): void => {
    if (connection instanceof PlainRtp) return void (connection.onFrame = take);
    connection.addEventListener('track', (event) => {
      // The event comes again after a hold: two sinks on one track would hear everything twice.
      sink?.stop();
      sink = new wrtc.nonstandard.RTCAudioSink(event.track as never);
      sink.ondata = take;
    });
  };
  const finish = (event: {
    originator: string;
    cause: string;
    message?: IncomingRequest | IncomingResponse | null;
  }): void => {
    if (end) return;
    const status = (event.message as { status_code?: number } | null | undefined)?.status_code;
    const reason = event.message?.getHeader?.('Reason') as string | undefined;
    end = {
      cause: event.cause,
      by: event.originator as CallEnd['by'],
      ...(status === undefined ? {} : { status }),
      ...(reason === undefined ? {} : { reason }),
    };
    sink?.stop();
    const error = new Error(`The call ended: ${event.cause}${status ? ` (${status})` : ''}`);
    ringing.reject(error);
    answered.reject(error);
    ended.resolve(end);
  };
  if (session.connection) listen(session.connection);
  session.on('peerconnection', (event) => listen(event.peerconnection));
  session.on('progress', () => ringing.resolve());
  session.on('confirmed', () => answered.resolve());
  session.on('ended', finish as never);
  session.on('failed', finish as never);

  return {
    direction: session.direction === 'incoming' ? 'in' : 'out',
    number: session.remote_identity.uri.user,
    name: session.remote_identity.display_name ?? '',
    dialled,
    header: (name) => (request.getHeader(name) as string | undefined) ?? undefined,
    ringing: ringing.promise,
    answered: answered.promise,
    ended: ended.promise,
    get end() {
      return end;
    },
    get dialog() {
      const dialog = (session as unknown as { _dialog: Dialog | null })._dialog;
      if (!dialog) throw new Error('This call has no dialog: it is not answered, or over');
      return { sipCallId: dialog.id.call_id, localTag: dialog.id.local_tag, remoteTag: dialog.id.remote_tag };
    },
    answer: (extraHeaders = []) =>
      session.answer({
        mediaStream: media.stream,
        pcConfig: media.pcConfig,
        extraHeaders: [...extraHeaders],
      }),
    reject: (status = 603) => session.terminate({ status_code: status }),
    hangup: () => {
      if (session.isEnded()) return;
      // JsSIP forgets a hang-up that comes between the 200 and its being taken in: then it is asked again.
      session.on('confirmed', () => session.terminate());
      session.terminate();
    },
    hold: () => reoffer('hold', session, ended.promise, (done) => session.hold({}, done)),
    resume: () => reoffer('resume', session, ended.promise, (done) => session.unhold({}, done)),
    stopSending(stopped) {
      const connection: unknown = session.connection;
      if (!(connection instanceof PlainRtp)) throw new Error('Only a phone with plain RTP can stop sending');
      connection.silent = stopped;
    },
    press: (digit) => session.sendDTMF(digit, { transportType: 'INFO' as never }),
    async gap(hz, during) {
      const mine = (meter = new GapMeter(hz));
      try {
        await during();
        const back = mine.end();
        await this.hears(hz);
        return await back;
      } finally {
        meter = undefined;
      }
    },
    async hears(hz, signal) {
      await listener.hears(hz, limited(signal)).catch((cause: unknown) => {
        throw new Error(`${hz} Hz was not heard`, { cause });
      });
    },
    async hearsNot(hz, signal) {
      await listener.hearsNot(hz, limited(signal)).catch((cause: unknown) => {
        throw new Error(`${hz} Hz was heard all the time`, { cause });
      });
    },
  };
}

function limited(signal: AbortSignal | undefined): AbortSignal {
  const limit = AbortSignal.timeout(HEARS_MS);
  return signal ? AbortSignal.any([signal, limit]) : limit;
}

/** How often a phone is asked whether its last offer is through, ms. */
const READY_MS = 20;

async function reoffer(
  what: string,
  session: RTCSession,
  ended: Promise<CallEnd>,
  run: (done: () => void) => boolean,
): Promise<void> {
  let over = false;
  const end = ended.then(({ cause }) => {
    over = true;
    throw new Error(`The phone could not ${what}: the call ended (${cause})`);
  });
  const ready = async (): Promise<void> => {
    while (!over && !session.isReadyToReOffer())
      await new Promise((resolve) => setTimeout(resolve, READY_MS));
  };
  await Promise.race([end, ready()]);
  await Promise.race([
    end,
    new Promise<void>((resolve, reject) => {
      if (!run(resolve)) reject(new Error(`The phone cannot ${what} now`));
    }),
  ]);
}
