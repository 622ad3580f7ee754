/** The phone's standing at the PBX: credential, connection, registration, and their recovery. */
import {
  type DtmfWay,
  type PhoneError,
  type PhoneStatus,
  RingbackError,
  type SipCredential,
} from '@ringback/model';
import { guardedSocket } from './guarded-socket.ts';
import {
  type IncomingRTCSessionEvent,
  type OutgoingRTCSessionEvent,
  type UA,
  UserAgent,
  type UnRegisteredEvent,
} from './jssip.ts';

export interface RegistrationOptions {
  credential: () => Promise<SipCredential>;
  now: () => number;
  random: () => number;
  userAgent: string;
  onStatus: (status: PhoneStatus, error?: PhoneError) => void;
  /** The way to the PBX is open, before the registration is through. */
  onConnected: () => void;
  onIncoming: (event: IncomingRTCSessionEvent) => void;
}

/** First and longest pause before another attempt, in ms; doubled each time, with full jitter: many phones do not come back at once. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
/** A credential is renewed when four fifths of its life are over, but never more often than this, in ms. */
const SHORTEST_LIFE_MS = 5_000;
/** Longest delay that `setTimeout` keeps, in ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** How long a PBX may take to answer REGISTER, in ms. One that is just booting may take the connection, and say nothing; SIP itself waits 32 s. */
const REGISTER_MS = 6_000;
/** Answers that ask for patience, also without a Retry-After. */
const BUSY: readonly number[] = [480, 486, 503];
/** How long an unregistration may take before the connection is closed anyway, in ms. */
const UNREGISTER_MS = 1_000;

export class Registration {
  readonly #options: RegistrationOptions;
  #ua: UA | undefined;
  #credential: SipCredential | undefined;
  #stopped = true;
  #attempts = 0;
  /** The PBX refused a credential, and this one was fetched because of it. */
  #secondTry = false;
  #checking = false;
  /** How this server answered the last look. */
  #answered: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Runs while the PBX is to be left alone, because it has refused. */
  #rest: ReturnType<typeof setTimeout> | undefined;
  #refusal: PhoneError | undefined;
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #left = Promise.withResolvers<void>();

  constructor(options: RegistrationOptions) {
    this.#options = options;
  }

  get ua(): UA | undefined {
    return this.#ua?.isConnected() ? this.#ua : undefined;
  }

  get dtmf(): DtmfWay {
    return this.#credential?.dtmf ?? 'rfc4733';
  }

  get iceServers(): RTCIceServer[] {
    return (this.#credential?.iceServers ?? []).map(({ urls, username, credential }) => ({
      urls,
      ...(username === undefined ? {} : { username }),
      ...(credential === undefined ? {} : { credential }),
    }));
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#left = Promise.withResolvers();
    this.#secondTry = false;
    this.#options.onStatus('connecting');
    void this.#connect();
  }

  /** A person wants it tried at once, whatever is planned for later. */
  retry(): void {
    if (this.#stopped) return this.start();
    this.#attempts = 0;
    this.#endRest();
    if (!this.#ua) {
      clearTimeout(this.#timer);
      void this.#connect();
    } else if (!this.#ua.isConnected()) {
      transportOf(this.#ua).connect();
    } else if (!this.#ua.isRegistered()) {
      this.#register(this.#ua);
    }
  }

  /**
   * Finds out whether the PBX still hears us. A connection that only looks alive is thrown away and made anew; `anew` also renews the
   * registration, which the PBX may have forgotten while we slept. So does an answer that is not the one of the last time: a registrar
   * that passes the question on to our own contact has lost it. A PBX that is to be left alone is asked, and not registered with.
   */
  async check({ anew }: { anew: boolean }): Promise<void> {
    const ua = this.#ua;
    if (this.#stopped || this.#checking || !ua) return;
    if (!ua.isConnected()) {
      if (anew) transportOf(ua).connect();
      return;
    }
    this.#checking = true;
    const status = await askOptions(ua, String(this.#credential?.uri), this.#left.promise).finally(
      () => (this.#checking = false),
    );
    if (this.#stopped || ua !== this.#ua || !ua.isConnected()) return;
    if (status === undefined) {
      transportOf(ua).disconnect();
      transportOf(ua).connect();
      return;
    }
    const another = this.#answered !== undefined && this.#answered !== status;
    this.#answered = status;
    if (anew || another || !ua.isRegistered()) this.#register(ua);
  }

  /**
   * Leaves the PBX. With `silently` the calls are not hung up: whoever takes over finds them where they are. The registration is
   * taken back either way, so that nothing rings here any more.
   */
  async stop(silently: boolean): Promise<void> {
    this.#stopped = true;
    this.#left.resolve();
    this.#endRest();
    for (const timer of [this.#timer, this.#renewal, this.#patience]) clearTimeout(timer);
    const ua = this.#ua;
    this.#ua = undefined;
    if (!ua) return;
    ua.removeAllListeners('registrationFailed');
    if (!silently) {
      const closed = new Promise<void>((resolve) => ua.once('disconnected', () => resolve()));
      // JsSIP would wait two seconds for answers; this one came after all the others.
      ua.once('unregistered', () => transportOf(ua).disconnect());
      ua.stop();
      return closed;
    }
    if (ua.isRegistered()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      ua.once('unregistered', () => resolve());
      const timer = setTimeout(resolve, UNREGISTER_MS);
      ua.unregister();
      await promise;
      clearTimeout(timer);
    }
    // `ua.stop()` would send BYE to every call; closing the transport under it does not.
    transportOf(ua).disconnect();
  }

  async #connect(): Promise<void> {
    const credential = await this.#fetchCredential();
    if (!credential || this.#stopped) return;
    this.#ua = this.#createUa(credential);
    this.#ua.start();
    this.#planRenewal();
  }

  /** Undefined when there is none to be had, or not yet: the status says so, and another attempt is planned where it may help. */
  async #fetchCredential(): Promise<SipCredential | undefined> {
    try {
      this.#credential = await this.#options.credential();
      return this.#credential;
    } catch (reason) {
      if (this.#stopped) return undefined;
      const code = reason instanceof RingbackError ? reason.code : 'bug';
      if (code === 'unauthorized') {
        this.#options.onStatus('signed-out');
      } else if (code === 'forbidden' || code === 'not-found') {
        this.#options.onStatus('failed', {
          code: 'credential-refused',
          message: 'The gateway gives this agent no phone.',
        });
      } else {
        if (!this.#ua)
          this.#options.onStatus('offline', {
            code: 'gateway-down',
            message: 'The gateway gave no credential.',
          });
        this.#again(() => (this.#ua ? void this.#renew() : void this.#connect()));
      }
      return undefined;
    }
  }

  #createUa(credential: SipCredential): UA {
    const ua = new UserAgent({
      // In their order: JsSIP takes the heaviest that has not failed.
      sockets: credential.servers.map((url, index, all) => ({
        socket: guardedSocket(url),
        weight: all.length - index,
      })),
      uri: credential.uri,
      authorization_user: credential.authorizationUser,
      password: credential.password,
      user_agent: this.#options.userAgent,
      session_timers: false,
      // The gateway says how long an agent is rung; this is only the net below it, in s.
      no_answer_timeout: 180,
    });
    ua.on('connected', () => {
      this.#answered = undefined;
      // JsSIP registers by itself only where no rest has kept it from that before.
      if (this.#rest === undefined) this.#register(ua);
      else {
        // Sends nothing, as nothing is registered: keeps JsSIP from registering by itself.
        ua.unregister();
        this.#options.onStatus('offline', this.#refusal);
      }
      this.#options.onConnected();
    });
    ua.on('disconnected', () => {
      clearTimeout(this.#patience);
      if (this.#stopped) return;
      // Of itself JsSIP waits whole seconds: all phones of a firm would be back in two or three bursts.
      const pause = this.#nextPause() / 1000;
      transportOf(ua).recovery_options = { min_interval: pause, max_interval: pause };
      this.#options.onStatus('offline', { code: 'pbx-down', message: 'The connection to the PBX is lost.' });
    });
    ua.on('registered', () => {
      clearTimeout(this.#patience);
      this.#attempts = 0;
      this.#secondTry = false;
      this.#options.onStatus('registered');
    });
    ua.on('registrationFailed', (event) => void this.#refused(event));
    ua.on('newRTCSession', (event: IncomingRTCSessionEvent | OutgoingRTCSessionEvent) => {
      if (event.originator === 'remote') this.#options.onIncoming(event as IncomingRTCSessionEvent);
    });
    return ua;
  }

  #register(ua: UA): void {
    if (this.#rest !== undefined) return;
    ua.register();
    // The answer to a renewal is not told.
    if (!ua.isRegistered()) this.#waitForAnswer(ua);
  }

  #waitForAnswer(ua: UA): void {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => breakConnection(ua), REGISTER_MS);
  }

  async #refused({ response }: UnRegisteredEvent): Promise<void> {
    clearTimeout(this.#patience);
    if (this.#stopped || !this.#ua?.isConnected()) return;
    if (response && [401, 403, 407].includes(response.status_code)) {
      if (this.#secondTry) {
        const ua = this.#ua;
        this.#options.onStatus('failed', {
          code: 'credential-refused',
          message: `SIP ${response.status_code} to REGISTER`,
        });
        clearTimeout(this.#renewal);
        this.#ua = undefined;
        this.#stopped = true;
        ua.stop();
        return;
      }
      this.#secondTry = true;
      return this.#renew();
    }
    const retryAfter = response?.getHeader('Retry-After');
    const busy = retryAfter !== undefined || (response && BUSY.includes(response.status_code));
    this.#refusal = {
      code: busy ? 'pbx-busy' : 'pbx-down',
      message: response ? `SIP ${response.status_code} to REGISTER` : 'The PBX did not answer REGISTER.',
    };
    this.#options.onStatus('offline', this.#refusal);
    this.#endRest();
    const pause = this.#nextPause(retryAfterMs(retryAfter));
    this.#rest = setTimeout(() => {
      this.#endRest();
      if (this.#ua?.isConnected()) this.#register(this.#ua);
    }, pause);
  }

  #endRest(): void {
    clearTimeout(this.#rest);
    this.#rest = undefined;
  }

  /** A new password under a standing connection: calls that are up do not notice. */
  async #renew(): Promise<void> {
    clearTimeout(this.#renewal);
    const credential = await this.#fetchCredential();
    if (!credential || this.#stopped || !this.#ua) return;
    this.#ua.set('authorization_user', credential.authorizationUser);
    this.#ua.set('password', credential.password);
    if (this.#ua.isConnected()) this.#register(this.#ua);
    this.#planRenewal();
  }

  #planRenewal(): void {
    const { expiresAt } = this.#credential ?? {};
    if (!expiresAt) return;
    const life = Date.parse(expiresAt) - this.#options.now();
    const after = Math.min(Math.max(life * 0.8, SHORTEST_LIFE_MS), LONGEST_TIMER_MS);
    clearTimeout(this.#renewal);
    this.#renewal = setTimeout(() => void this.#renew(), after);
  }

  #again(attempt: () => unknown): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.#stopped) attempt();
    }, this.#nextPause());
  }

  /** @param atLeastMs what the PBX has asked for; the longer, the more phones have been told so, and the wider they are spread */
  #nextPause(atLeastMs = 0): number {
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** this.#attempts, LONGEST_PAUSE_MS);
    this.#attempts += 1;
    const spread = Math.max(longest, atLeastMs / 4);
    return Math.max(atLeastMs, FIRST_PAUSE_MS / 4) + this.#options.random() * spread;
  }
}

interface Transport {
  connect(): void;
  disconnect(): void;
  /** In s; read when a connection is lost, behind `disconnected`. */
  recovery_options: { min_interval: number; max_interval: number };
  socket: { disconnect(): void; ondisconnect(error: boolean): void };
}

/** Public in JsSIP, and left out of its types. */
function transportOf(ua: UA): Transport {
  return (ua as unknown as { transport: Transport }).transport;
}

/** As if the network had done it: JsSIP goes on with the next server, after a pause. */
function breakConnection(ua: UA): void {
  const { socket } = transportOf(ua);
  socket.disconnect();
  socket.ondisconnect(true);
}

/** How long a PBX that is there may take to answer anything at all, in ms. */
const PING_MS = 4_000;

/** Public in JsSIP, and left out of its types. */
const optionsOf = (ua: UA) =>
  ua as unknown as { sendOptions(target: string, body: undefined, options: object): void };

/** Status of the answer, which may be a refusal. Undefined when there is none, and when the phone has `left` meanwhile. */
function askOptions(ua: UA, target: string, left: Promise<void>): Promise<number | undefined> {
  return new Promise((resolve) => {
    const done = (status?: number): void => {
      clearTimeout(timer);
      resolve(status);
    };
    const timer = setTimeout(done, PING_MS);
    void left.then(() => done());
    const heard = ({ response }: { response?: { status_code: number } | null }): void =>
      done(response?.status_code);
    optionsOf(ua).sendOptions(target, undefined, { eventHandlers: { succeeded: heard, failed: heard } });
  });
}

/** Longest that a PBX may make us wait, in ms. */
const LONGEST_RETRY_AFTER_MS = 300_000;

/** RFC 3261, 20.33: seconds, perhaps with a comment and parameters behind them. */
export function retryAfterMs(header: string | undefined): number {
  const seconds = Number(/^\s*(\d+)/.exec(header ?? '')?.[1] ?? 0);
  return Math.min(seconds * 1000, LONGEST_RETRY_AFTER_MS);
}
