/** Bringing one call back: new candidates for a lost media path, or its whole dialog taken over by another INVITE. */
import type { PhoneCall, RingbackError } from '@ringback/model';
import type { DialogId } from './dialog.ts';
import type { CallEnd } from './end-of-call.ts';
import type { RTCSession } from './jssip.ts';
import type { LegAudio } from './leg-audio.ts';
import type { LegContext } from './leg-context.ts';
import { restartIce } from './leg-media.ts';
import { type TakeOver, takeOver } from './take-over.ts';

interface LegNow {
  id: string;
  call: PhoneCall | undefined;
  session: RTCSession | undefined;
  dialog: DialogId | undefined;
  /** The agent has asked to end the call. */
  hungUp: boolean;
}

/** The leg as its recovery sees it. */
export interface Recoverable extends Pick<TakeOver, 'target' | 'watch' | 'adopt' | 'gone'> {
  readonly audio: LegAudio;
  now(): LegNow;
  offer(microphone: MediaStream): TakeOver['media'];
  end(end: CallEnd): void;
}

export class LegRecovery {
  readonly #context: LegContext;
  readonly #leg: Recoverable;
  #mending = false;
  #running: Promise<void> | undefined;
  /** The take-over under way has its new session. */
  #adopted = false;
  #endedMeanwhile: CallEnd | undefined;

  constructor(context: LegContext, leg: Recoverable) {
    this.#context = context;
    this.#leg = leg;
  }

  /** The take-over under way. */
  get running(): Promise<void> | undefined {
    return this.#running;
  }

  /** New candidates are being asked for. */
  get mending(): boolean {
    return this.#mending;
  }

  /** The media path is lost: first by new candidates, then by taking the whole dialog over. */
  async mend(): Promise<void> {
    const { session } = this.#leg.now();
    // Without a way to the PBX the call is taken over as soon as there is one.
    if (this.#mending || this.#running || !session?.isEstablished() || !this.#context.ua()) return;
    this.#mending = true;
    const mended = await restartIce(session, this.#leg.gone).finally(() => (this.#mending = false));
    const { dialog, call } = this.#leg.now();
    if (!mended && dialog && call?.state !== 'ended') await this.recover();
  }

  /** Takes the dialog over with a new INVITE: after a reload, and after the connection was away. */
  recover(): Promise<void> {
    this.#running ??= this.#recover().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** The old session ended while the new one is on its way: true when the new one decides what that means. */
  endedMeanwhile(end: CallEnd): boolean {
    if (!this.#running || this.#adopted) return false;
    this.#endedMeanwhile = end;
    return true;
  }

  async #recover(): Promise<void> {
    const { store, ua, openMicrophone } = this.#context;
    const leg = this.#leg;
    const { id, dialog, call: before } = leg.now();
    if (!dialog || before?.state === 'ended') return;
    this.#adopted = false;
    store.change(id, { recovering: true, quality: null });
    let microphone: MediaStream;
    try {
      microphone = leg.audio.microphone ??= await openMicrophone();
    } catch (reason) {
      const error = (reason as RingbackError).cause as NonNullable<CallEnd['error']>;
      return leg.end({ endReason: 'failed', error });
    }
    const { call, dialog: still } = leg.now();
    // Another page has the call now.
    if (!still) return leg.audio.close();
    // Without a way to the PBX the call waits; the phone asks again as soon as there is one.
    if (!call || call.state === 'ended' || !ua()) return;
    const result = await takeOver({
      ua,
      target: leg.target,
      callId: id,
      dialog,
      microphone,
      muted: call.muted,
      held: call.state === 'held',
      media: leg.offer(microphone),
      watch: leg.watch,
      adopt: (session) => {
        this.#adopted = true;
        this.#endedMeanwhile = undefined;
        leg.adopt(session);
      },
      gone: leg.gone,
    });
    if (result === 'disconnected' || leg.now().call?.state === 'ended') return;
    if (result === 'taken') return store.change(leg.now().id, { recovering: false });
    this.#notTaken(result);
  }

  #notTaken(result: 'unknown' | 'refused'): void {
    const { session, hungUp, id } = this.#leg.now();
    // The old way still works: nothing is lost.
    if (result === 'refused' && session?.isEstablished()) {
      this.#context.store.change(id, { recovering: false });
      if (hungUp) session.terminate();
      return;
    }
    const notRecovered: CallEnd = {
      endReason: 'failed',
      error: { code: 'not-recovered', message: 'The PBX did not let us take the call over.' },
    };
    this.#leg.end(this.#endedMeanwhile ?? (hungUp ? { endReason: 'completed' } : notRecovered));
  }
}
