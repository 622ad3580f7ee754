/** A headless phone in Node: JsSIP as in the browser, libwebrtc from npm, SIP over `ws`. */
import wrtc from '@roamhq/wrtc';
import JsSIP from 'jssip';
import type { IncomingRequest } from 'jssip/lib/SIPMessage';
import type { IncomingRTCSessionEvent, OutgoingRTCSessionEvent } from 'jssip/lib/UA';
import { type BotCall, type BotDialog, createBotCall } from './bot-call.ts';
import { PlainRtp } from './plain-rtp.ts';
import { SipSocket } from './sip-socket.ts';
import { playTone } from './tone.ts';

export interface SipBotOptions {
  /** WebSocket URLs; the first is used. */
  servers: readonly string[];
  /** `sip:101@127.0.0.1` */
  uri: string;
  authorizationUser: string;
  password: string;
  /** What this phone says, in Hz. */
  tone: number;
  displayName?: string;
  /** Go with every INVITE, `Name: value`. */
  extraHeaders?: readonly string[];
  /** Rings for whatever number was dialled, as the world behind a trunk does. */
  anyNumber?: boolean;
  /** Seconds; 600 unless told. */
  registerExpires?: number;
  /** Where it calls from: an address of this machine, such as 127.0.0.2. */
  localAddress?: string;
  /** G.711 over plain RTP, whose gaps can be measured, instead of WebRTC. */
  plainRtp?: boolean;
}

export interface SipBot {
  readonly tone: number;
  readonly registered: boolean;
  /** Rejects with JsSIP's cause when the PBX refuses. */
  register(): Promise<void>;
  call(target: string, extraHeaders?: readonly string[]): BotCall;
  /** Takes over a call of another phone of this agent; `held` offers it on hold from the start. */
  callWithReplaces(dialog: BotDialog, target: string, options?: { held?: boolean }): BotCall;
  /** The next call that comes in, also one that came before it was asked for; rejects after 10 s or with the signal. */
  incoming(signal?: AbortSignal): Promise<BotCall>;
  /** From now on every SIP message that the PBX sends it, as it stands on the wire. */
  listen(listener: (message: string) => void): void;
  /** Is gone at once, as a page that is reloaded: no BYE, no unregister. */
  drop(): void;
  /** Hangs up, unregisters, disconnects. */
  stop(): Promise<void>;
}

interface MediaConfig extends RTCConfiguration {
  plainRtp?: PlainRtp;
}

/** JsSIP looks for the browser's own. */
function installWebRtc(): void {
  const { RTCSessionDescription } = wrtc;
  const globals = globalThis as Record<string, unknown>;
  /** As a constructor, it gives what it returns. */
  function RTCPeerConnection(config: MediaConfig): unknown {
    return config.plainRtp ?? new wrtc.RTCPeerConnection(config);
  }
  globals['RTCPeerConnection'] ??= RTCPeerConnection;
  globals['RTCSessionDescription'] ??= RTCSessionDescription;
  globals['window'] ??= { RTCPeerConnection };
}

const INCOMING_MS = 10_000;
const REGISTER_MS = 10_000;
/** How long the PBX may take to confirm that a phone goes. */
const STOP_MS = 2000;

export function createSipBot(options: SipBotOptions): SipBot {
  installWebRtc();
  const socket = new SipSocket(options.servers[0] ?? '', options.localAddress);
  const ua = new JsSIP.UA({
    sockets: [socket],
    uri: options.uri,
    authorization_user: options.authorizationUser,
    password: options.password,
    register: false,
    register_expires: options.registerExpires ?? 600,
    session_timers: false,
    user_agent: 'test phone',
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 1,
    ...(options.displayName === undefined ? {} : { display_name: options.displayName }),
  });
  const dialledBy = options.anyNumber ? acceptAnyNumber(ua) : (request: IncomingRequest) => request.ruri.user;

  const source = new wrtc.nonstandard.RTCAudioSource();
  const tracks: { stop(): void }[] = [];
  /** Each call has a track of its own: JsSIP silences it while the call is on hold. */
  const newMedia = () => {
    const track = source.createTrack();
    tracks.push(track);
    const stream = new wrtc.MediaStream([track] as never) as unknown as MediaStream;
    const pcConfig: MediaConfig = { iceServers: [] };
    if (options.plainRtp) pcConfig.plainRtp = new PlainRtp(options.tone);
    return { stream, pcConfig };
  };
  const stopTone = playTone(options.tone, (frame) => source.onData(frame as never));

  const arrived: BotCall[] = [];
  const waiting: ((call: BotCall) => void)[] = [];
  ua.on('newRTCSession', (event: IncomingRTCSessionEvent | OutgoingRTCSessionEvent) => {
    if (event.originator !== 'remote') return;
    const request = event.request as IncomingRequest;
    const call = createBotCall(event.session, request, newMedia(), dialledBy(request));
    const taker = waiting.shift();
    if (taker) taker(call);
    else arrived.push(call);
  });

  const invite = (target: string, extraHeaders: readonly string[], held: boolean): BotCall => {
    const media = newMedia();
    let request: OutgoingRTCSessionEvent['request'] | undefined;
    const taken = (event: IncomingRTCSessionEvent | OutgoingRTCSessionEvent): void => {
      request = event.request as OutgoingRTCSessionEvent['request'];
      if (held) event.session.once('sdp', offerOnHold);
    };
    ua.once('newRTCSession', taken);
    const session = ua.call(target, {
      mediaStream: media.stream,
      pcConfig: media.pcConfig,
      extraHeaders: [...(options.extraHeaders ?? []), ...extraHeaders],
    });
    ua.off('newRTCSession', taken);
    return createBotCall(session, request ?? { getHeader: () => undefined, ruri: target }, media, target);
  };

  return {
    tone: options.tone,
    get registered() {
      return ua.isRegistered();
    },
    register: () => register(ua),
    call: (target, extraHeaders = []) => invite(target, extraHeaders, false),
    callWithReplaces: ({ sipCallId, localTag, remoteTag }, target, { held = false } = {}) => {
      const replaces = `Replaces: ${sipCallId};to-tag=${remoteTag};from-tag=${localTag}`;
      return invite(target, [replaces, 'Require: replaces'], held);
    },
    incoming(signal) {
      const here = arrived.shift();
      if (here) return Promise.resolve(here);
      return nextCall(waiting, signal);
    },
    listen: (listener) => void (socket.onmessage = listener),
    drop() {
      socket.die();
      stopTone();
      ua.stop();
      for (const track of tracks) track.stop();
    },
    async stop() {
      stopTone();
      const unregistered = ua.isRegistered()
        ? new Promise((resolve) => ua.once('unregistered', resolve))
        : undefined;
      ua.stop();
      await Promise.race([unregistered, new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())]);
      socket.die();
      await socket.closed();
      for (const track of tracks) track.stop();
    },
  };
}

function offerOnHold(event: { originator: string; sdp: string }): void {
  if (event.originator === 'local') event.sdp = event.sdp.replaceAll('a=sendrecv', 'a=sendonly');
}

function register(ua: JsSIP.UA): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => settle(() => reject(new Error('The PBX did not answer the registration'))),
      REGISTER_MS,
    );
    const registered = (): void => settle(resolve);
    const failed = ({ cause }: { cause?: string }): void =>
      settle(() => reject(new Error(`Not registered: ${cause}`)));
    const connected = (): void => ua.register();
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      ua.off('registered', registered);
      ua.off('registrationFailed', failed);
      ua.off('connected', connected);
      finish();
    };
    ua.on('registered', registered);
    ua.on('registrationFailed', failed as never);
    if (ua.isConnected()) ua.register();
    else {
      ua.on('connected', connected);
      ua.start();
    }
  });
}

/** JsSIP refuses what is not addressed to it; this one is let believe that everything is. */
function acceptAnyNumber(ua: JsSIP.UA): (request: IncomingRequest) => string {
  const dialled = new WeakMap<IncomingRequest, string>();
  const inner = ua as unknown as {
    receiveRequest(request: IncomingRequest): void;
    _configuration: { uri: { user: string } };
  };
  const receive = inner.receiveRequest.bind(ua);
  inner.receiveRequest = (request) => {
    dialled.set(request, request.ruri.user);
    request.ruri.user = inner._configuration.uri.user;
    receive(request);
  };
  return (request) => dialled.get(request) ?? request.ruri.user;
}

function nextCall(waiting: ((call: BotCall) => void)[], signal?: AbortSignal): Promise<BotCall> {
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.timeout(INCOMING_MS);
    const any = signal ? AbortSignal.any([signal, limit]) : limit;
    const taker = (call: BotCall): void => {
      any.removeEventListener('abort', aborted);
      resolve(call);
    };
    const aborted = (): void => {
      waiting.splice(waiting.indexOf(taker), 1);
      reject(new Error('No call came in', { cause: any.reason }));
    };
    any.addEventListener('abort', aborted);
    waiting.push(taker);
    if (any.aborted) aborted();
  });
}
