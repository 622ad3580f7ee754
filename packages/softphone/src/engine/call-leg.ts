/** This phone's end of one call: its SIP session, its microphone, its loudspeaker. */
import {
  type CallState,
  type HealthPart,
  type PhoneCall,
  type QualityReport,
  RingbackError,
} from '@ringback/model';
import { type DialogId, dialogOf, liveDialog } from './dialog.ts';
import { type CallEnd, endOfCall, type SipEnd } from './end-of-call.ts';
import { hurryIce } from './ice.ts';
import type { EndEvent, RTCSession, UA } from './jssip.ts';
import { LegAudio } from './leg-audio.ts';
import type { LegContext, LegStart } from './leg-context.ts';
import { LegMedia } from './leg-media.ts';
import { LegRecovery, type Recoverable } from './leg-recovery.ts';
import { closeStream } from './microphone.ts';
import { onConnection, onRemoteStream, reinviteHold, sipEnd } from './sip-session.ts';
import { checkTones, playTones } from './tones.ts';

/** What JsSIP says when the way to the PBX broke, not the call. */
const LOST = ['Connection Error', 'Request Timeout'];
/** How long our own answer may take to be ready, in ms. Where nothing is offered nothing is gathered, and JsSIP would wait for ever. */
const ANSWER_MS = 5_000;

export class CallLeg {
  readonly target: string;
  #id: string;
  /** The gateway takes our end away: what ends this leg now is no hang-up. */
  #leaving = false;
  readonly #context: LegContext;
  readonly #incoming: boolean;
  readonly #audio: LegAudio;
  readonly #gone = Promise.withResolvers<never>();
  readonly #media: LegMedia;
  readonly #recovery: LegRecovery;
  #session: RTCSession | undefined;
  #dialog: DialogId | undefined;
  #hungUp = false;
  #answering: Promise<void> | undefined;
  #lastHold: Promise<void> = Promise.resolve();

  constructor(context: LegContext, { id, incoming, target, dialog }: LegStart) {
    this.#context = context;
    this.#id = id;
    this.target = target;
    this.#incoming = incoming;
    this.#dialog = dialog;
    this.#audio = new LegAudio(context.playRemote);
    this.#media = new LegMedia({
      onLost: () => void this.#recovery.mend(),
      onChange: context.onMedia,
      newPart: context.newPart,
    });
    this.#recovery = new LegRecovery(context, this.#recoverable());
    // Rejects with every end, and nobody may be waiting.
    this.#gone.promise.catch(() => undefined);
  }

  get id(): string {
    return this.#id;
  }

  get call(): PhoneCall | undefined {
    return this.#context.store.find(this.id);
  }

  /** Whether the call was up when last heard of, and its dialog is known. */
  get recoverable(): boolean {
    return this.#dialog !== undefined;
  }

  /** Whether sound flows; `trying` also while the call is taken over. */
  get media(): HealthPart['state'] {
    return this.#recovery.running ? 'trying' : this.#media.health;
  }

  /** How it sounded here so far. */
  get quality(): QualityReport | undefined {
    return this.#media.report;
  }

  /** Looks at the sound; to be called once a second. */
  async sample(): Promise<void> {
    const { call } = this;
    if (call?.state !== 'connected' || call.recovering) {
      this.#media.pause();
      return this.#context.store.change(this.id, { quality: null });
    }
    const quality = await this.#media.sample(call.muted);
    if (quality && this.call?.state === 'connected') this.#context.store.change(this.id, { quality });
  }

  /** After a change of the network: mends what does not work. */
  check(): void {
    if (this.#media.health === 'trying') void this.#recovery.mend();
  }

  /** It has a microphone of its own. */
  get speaks(): boolean {
    return this.#audio.microphone !== undefined;
  }

  /** Another microphone, from now on. */
  async useMicrophone(stream: MediaStream): Promise<void> {
    // The session under way speaks through the one before.
    await this.#recovery.running;
    const { call } = this;
    await this.#audio.replace(this.#session, stream, !(call?.muted || call?.state === 'held'));
  }

  /** An INVITE came in. */
  ring(session: RTCSession): void {
    this.#session = session;
    this.#watch(session);
  }

  /** Sends the INVITE. */
  invite(ua: UA, microphone: MediaStream, extraHeaders: string[]): void {
    this.#audio.microphone = microphone;
    this.#context.onTalk(this);
    this.#session = ua.call(this.target, { ...this.#offer(microphone), extraHeaders });
    this.#watch(this.#session);
  }

  answer(): Promise<void> {
    this.#answering ??= this.#answer().finally(() => (this.#answering = undefined));
    return this.#answering;
  }

  async hangup(): Promise<void> {
    this.#hungUp = true;
    if (this.#recovery.running) return this.#recovery.running;
    if (this.#dialog && !this.#context.ua()) return this.#hangupLater();
    const session = this.#session;
    if (!session || session.isEnded()) return this.#end({ endReason: 'completed' });
    session.terminate(this.#incoming && session.isInProgress() ? { status_code: 603 } : {});
  }

  async setMuted(muted: boolean): Promise<void> {
    await this.#recovery.running;
    this.#need(
      this.#incoming ? ['connecting', 'connected', 'held'] : ['connecting', 'ringing', 'connected', 'held'],
    );
    const session = this.#current();
    if (muted) session.mute({ audio: true });
    else session.unmute({ audio: true });
    this.#context.store.change(this.id, { muted });
    this.#keep();
  }

  setHeld(held: boolean): Promise<void> {
    this.#lastHold = this.#lastHold.catch(() => undefined).then(() => this.#setHeld(held));
    return this.#lastHold;
  }

  async sendDtmf(tones: string): Promise<void> {
    checkTones(tones);
    await this.#recovery.running;
    this.#need(['connected', 'held']);
    await playTones(this.#current(), tones, { way: this.#context.dtmf(), gone: this.#gone.promise });
  }

  /** Throws unless somebody talks here. */
  needTalk(): void {
    this.#need(['connected', 'held']);
  }

  /** While the gateway is asked to take our end away, and after it has agreed, the end of this leg is a transfer. */
  async leave(ask: () => Promise<unknown>): Promise<void> {
    this.#leaving = true;
    try {
      await ask();
    } catch (reason) {
      this.#leaving = false;
      throw reason;
    }
  }

  /** When its call ends as transferred, the leg lives on in another: whoever we talked with gave us away. Not when it is us who leave. */
  get moves(): boolean {
    return !this.#leaving && this.call !== undefined && this.call.state !== 'ended';
  }

  move(id: string): void {
    this.#context.store.rename(this.#id, id);
    this.#id = id;
    this.#media.beginPart();
  }

  /** Takes the dialog over with a new INVITE: after a reload, and after the connection was away. */
  recover(): Promise<void> {
    return this.#recovery.recover();
  }

  /**
   * Stops hearing and speaking, and says nothing to the PBX: another page takes the call over. What is returned ends JsSIP's clocks, and is
   * to be called when the connection is closed: JsSIP would say something.
   */
  letGo(): () => void {
    const session = this.#session;
    this.#session = undefined;
    this.#dialog = undefined;
    this.#media.detach();
    session?.connection?.close();
    this.#audio.close();
    this.#gone.reject(new RingbackError('conflict', 'Another page holds this call now.'));
    return () => {
      if (session && !session.isEnded()) session.terminate();
    };
  }

  async #answer(): Promise<void> {
    const { store, openMicrophone } = this.#context;
    const call = this.#need(['ringing']);
    const session = this.#session;
    if (!this.#incoming || !session) {
      throw new RingbackError('conflict', `Only the far side can answer a call that goes ${call.direction}.`);
    }
    const microphone = await openMicrophone().catch((reason: RingbackError) => {
      // It goes on ringing: another phone of the agent may take it, or he allows the microphone and answers again.
      store.change(this.id, { error: reason.cause as NonNullable<PhoneCall['error']> });
      throw reason;
    });
    if (this.#session !== session || this.call?.state !== 'ringing') {
      closeStream(microphone);
      throw new RingbackError('conflict', 'The call was over before it could be answered.');
    }
    this.#audio.microphone = microphone;
    this.#context.onTalk(this);
    store.change(this.id, { state: 'connecting', error: null });
    const confirmed = new Promise<void>((resolve) => session.on('confirmed', () => resolve()));
    const deadline = setTimeout(() => this.#cannotAnswer(session), ANSWER_MS);
    session.on('accepted', () => clearTimeout(deadline));
    try {
      session.answer(this.#offer(microphone));
    } catch {
      this.#cannotAnswer(session);
    }
    await Promise.race([confirmed, this.#gone.promise]).finally(() => clearTimeout(deadline));
  }

  /** The PBX cannot be told before there is a way to it. Nobody is heard meanwhile; then the call is taken over, and ended. */
  async #hangupLater(): Promise<void> {
    this.#media.detach();
    this.#session?.connection?.close();
    this.#session = undefined;
    this.#context.store.change(this.id, { recovering: true, quality: null });
    await this.#gone.promise.catch(() => undefined);
  }

  /** What was offered cannot be answered. */
  #cannotAnswer(session: RTCSession): void {
    this.#over(session, { originator: 'local', cause: 'Bad Media Description' });
    if (!session.isEnded()) session.terminate({ status_code: 488 });
  }

  async #setHeld(held: boolean): Promise<void> {
    await this.#recovery.running;
    const call = this.#need(['connected', 'held']);
    if ((call.state === 'held') === held) return;
    const done = await reinviteHold(this.#current(), held, this.#gone.promise);
    if (!done) throw new RingbackError('conflict', 'The call is being changed by the far side; try again.');
    this.#context.store.change(this.id, { state: held ? 'held' : 'connected' });
    this.#keep();
  }

  #recoverable(): Recoverable {
    return {
      target: this.target,
      audio: this.#audio,
      gone: this.#gone.promise,
      now: () => ({
        id: this.#id,
        call: this.call,
        session: this.#session,
        dialog: this.#dialog,
        hungUp: this.#hungUp,
      }),
      offer: (microphone) => this.#offer(microphone),
      watch: (session) => this.#watch(session),
      adopt: (session) => this.#adopt(session),
      end: (end) => this.#end(end),
    };
  }

  /** The new session stands in for the old one, which the PBX ends by itself. */
  #adopt(session: RTCSession): void {
    const old = this.#session;
    this.#session = session;
    this.#dialog = dialogOf(session);
    if (old) {
      this.#audio.silence(old);
      old.connection?.close();
    }
    this.#media.attach(session.connection);
    this.#keep();
    if (this.#hungUp) session.terminate();
  }

  #watch(session: RTCSession): void {
    hurryIce(session, this.#context.iceServers(), this.#gone.promise);
    onRemoteStream(session, (stream) => this.#audio.hear(session, stream));
    onConnection(session, (connection) => {
      if (this.#session === session) this.#media.attach(connection);
    });
    session.on('progress', () => {
      if (!this.#incoming && this.#session === session)
        this.#context.store.change(this.id, { state: 'ringing' });
    });
    session.on('confirmed', () => {
      if (this.#session === session) this.#connected(session);
    });
    session.on('ended', (event: EndEvent) => this.#over(session, sipEnd(event)));
    session.on('failed', (event: EndEvent) => this.#over(session, sipEnd(event)));
  }

  #connected(session: RTCSession): void {
    this.#media.attach(session.connection);
    this.#dialog = dialogOf(session);
    this.#context.store.change(this.id, {
      state: 'connected',
      connectedAt: new Date(this.#context.now()).toISOString(),
      error: null,
    });
    this.#keep();
  }

  #over(session: RTCSession, end: SipEnd): void {
    if (this.#session !== session) return;
    const talked = this.call?.connectedAt !== undefined;
    if (this.#leaving) return this.#end({ endReason: 'transferred' });
    const over = endOfCall(end, { incoming: this.#incoming, talked, hungUp: this.#hungUp });
    if (talked && this.#recovery.endedMeanwhile(over)) {
      this.#session = undefined;
    } else if (talked && !this.#hungUp && end.originator !== 'remote' && this.#isLoss(end)) {
      this.#session = undefined;
      this.#context.store.change(this.id, { recovering: true });
      void this.recover();
    } else {
      this.#end(over);
    }
  }

  /** The way broke, not the call: also when the PBX did not take new candidates, and JsSIP gave up because of it. */
  #isLoss({ originator, cause }: SipEnd): boolean {
    return this.#recovery.mending || (originator === 'local' && LOST.includes(cause));
  }

  #end({ endReason, error }: CallEnd): void {
    this.#media.detach();
    this.#session?.connection?.close();
    this.#session = undefined;
    this.#audio.close();
    if (this.#dialog) this.#context.dialogs.remove(this.id);
    this.#dialog = undefined;
    this.#context.store.change(this.id, {
      state: 'ended',
      endReason,
      recovering: false,
      quality: null,
      error: error ?? null,
    });
    this.#gone.reject(new RingbackError('conflict', 'The call has ended.', error ? { cause: error } : {}));
    this.#context.onGone(this);
  }

  /** Tells the gateway what a page after this one must know. */
  #keep(): void {
    const { call } = this;
    if (call && this.#dialog) this.#context.dialogs.put(liveDialog(call, this.target, this.#dialog));
  }

  #offer(mediaStream: MediaStream) {
    return {
      mediaStream,
      mediaConstraints: { audio: true, video: false },
      pcConfig: { iceServers: this.#context.iceServers() },
    };
  }

  #need(states: readonly CallState[]): PhoneCall {
    const { call } = this;
    if (!call || call.state === 'ended') throw new RingbackError('not-found', 'There is no such call.');
    if (!states.includes(call.state)) {
      throw new RingbackError('conflict', `This cannot be done while the call is ${call.state}.`);
    }
    return call;
  }

  #current(): RTCSession {
    if (!this.#session) throw new RingbackError('unavailable', 'The call is being restored.');
    return this.#session;
  }
}
