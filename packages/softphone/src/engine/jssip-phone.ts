/** The `Phone` port over JsSIP. */
import {
  type DialAnswer,
  type HealthPart,
  type PhoneCall,
  type PhoneError,
  recoveringCall,
  RingbackError,
} from '@ringback/model';
import { CallLeg } from './call-leg.ts';
import type { CallSettings, JssipPhone, JssipPhoneOptions } from './contract.ts';
import { DialogKeeper } from './dialog-keeper.ts';
import type { IncomingRTCSessionEvent } from './jssip.ts';
import { asksToAutoAnswer } from './auto-answer.ts';
import { healthOf } from './health.ts';
import type { LegContext } from './leg-context.ts';
import { createPhoneDevices } from './devices/phone-devices.ts';
import { closeStream } from './microphone.ts';
import { createMediaKeys } from './media-keys.ts';
import { PhoneStore } from './phone-state.ts';
import { Registration } from './registration.ts';
import { callerOf } from './sip-session.ts';
import { createSoundWatch } from './sound-watch.ts';
import { createTransfers } from './transfers.ts';

/** The PBX is asked whether it hears us every 20 s. */
const TICKS_PER_PING = 10;
/** Longest number that is a colleague's extension; as in `@ringback/model/phone-number`, which is too heavy for this. */
const INTERNAL = /^\d{1,5}$/;

export function createJssipPhone(options: JssipPhoneOptions): JssipPhone {
  const { now = Date.now, random = Math.random } = options;
  const store = new PhoneStore(options.agent);
  const legs = new Map<string, CallLeg>();
  const sound = createSoundWatch({ legs: () => legs.values(), report: options.reportQuality });
  const registration = new Registration({
    credential: options.credential,
    now,
    random,
    userAgent: options.userAgent ?? 'Ringback',
    onStatus: (status, error) => {
      store.setStatus(status, error);
      tellHealth();
    },
    onConnected: () => {
      tellHealth();
      void recoverAll();
    },
    onIncoming: (event) => ring(event),
  });
  const devices = createPhoneDevices({
    tell: (news) => {
      store.tell(news);
      tellHealth();
    },
    inCall: () => [...legs.values()].some(({ speaks }) => speaks),
    switchCalls,
    getUserMedia: options.getUserMedia,
  });
  const context: LegContext = {
    store,
    dialogs: new DialogKeeper(options.dialogs),
    playRemote: options.playRemote ?? devices.playRemote,
    openMicrophone: () => openMicrophone(),
    now,
    ua: () => registration.ua,
    dtmf: () => registration.dtmf,
    iceServers: () => registration.iceServers,
    newPart: () => Math.floor(random() * Number.MAX_SAFE_INTEGER).toString(36),
    onTalk: holdOthers,
    onMedia: tellHealth,
    onGone: (leg) => {
      if (legs.get(leg.id) === leg) legs.delete(leg.id);
      sound.tell(leg);
      tellHealth();
    },
  };
  let microphone: HealthPart = { state: 'unknown' };
  let settings: CallSettings = { callWaiting: true, autoAnswer: false };
  let ticks = 0;
  let stopFollowing = (): void => {};

  async function openMicrophone(open = devices.open): Promise<MediaStream> {
    try {
      const stream = await open();
      microphone = { state: 'ok' };
      return stream;
    } catch (reason) {
      const { code } = (reason as RingbackError).cause as PhoneError;
      microphone = { state: 'failed', code };
      throw reason;
    } finally {
      tellHealth();
    }
  }

  /** Calls go on with what there is: who cannot be heard any more is told so, and hears. */
  async function switchCalls(open: () => Promise<MediaStream>): Promise<void> {
    for (const leg of legs.values()) if (leg.speaks) await leg.useMicrophone(await openMicrophone(open));
  }

  function tellHealth(): void {
    const talking = [...legs.values()].filter(({ call }) => call?.connectedAt !== undefined);
    store.tell({
      health: healthOf({
        state: store.state,
        connected: registration.ua !== undefined,
        microphone:
          microphone.state !== 'failed' && devices.standIn
            ? { state: 'trying', code: 'device-unavailable' }
            : microphone,
        media: talking.map(({ media }) => media),
      }),
    });
    sound.follow(talking.length > 0);
  }

  function begin(leg: CallLeg, call: PhoneCall): void {
    legs.set(leg.id, leg);
    store.add(call);
  }

  function ring({ session, request }: IncomingRTCSessionEvent): void {
    const id = callIdOf(request.getHeader('X-Ringback-Call'), session.id);
    // The same call is rung once: a second INVITE is a fork that came around, or a copy.
    if (legs.has(id)) return session.terminate({ status_code: 486 });
    if (!settings.callWaiting && legs.size > 0) return session.terminate({ status_code: 486 });
    const leg = new CallLeg(context, { id, incoming: true, target: options.agent.extension });
    leg.ring(session);
    const { number, name } = callerOf(session);
    begin(leg, {
      id,
      direction: INTERNAL.test(number) ? 'internal' : 'in',
      state: 'ringing',
      number,
      ...(name === undefined ? {} : { name }),
      muted: false,
      recovering: false,
      startedAt: new Date(now()).toISOString(),
    });
    const alone = legs.size === 1;
    if (asksToAutoAnswer(request) || (settings.autoAnswer && alone)) leg.answer().catch(() => undefined);
  }

  async function dial(leave: () => Promise<DialAnswer>, consultationOf?: string): Promise<string> {
    if (store.state.status !== 'registered') throw notConnected();
    // First the microphone: the gateway must not wait for an INVITE while the browser asks its question.
    const microphone = await context.openMicrophone();
    try {
      const { call, target } = await leave();
      const ua = registration.ua;
      if (!ua) throw notConnected();
      const leg = new CallLeg(context, { id: call.id, incoming: false, target });
      begin(leg, {
        id: call.id,
        direction: call.direction,
        state: 'connecting',
        number: call.number,
        muted: false,
        recovering: false,
        startedAt: new Date(now()).toISOString(),
        ...(consultationOf === undefined ? {} : { consultationOf }),
      });
      leg.invite(ua, microphone, [`X-Ringback-Call: ${call.id}`]);
      return call.id;
    } catch (reason) {
      closeStream(microphone);
      throw reason;
    }
  }

  async function recoverAll(): Promise<void> {
    await Promise.all([...legs.values()].filter((leg) => leg.recoverable).map((leg) => leg.recover()));
  }

  /** One conversation at a time: who takes up another puts the rest on hold. */
  function holdOthers(talking: CallLeg): void {
    for (const leg of legs.values()) {
      if (leg !== talking && leg.call?.state === 'connected') void leg.setHeld(true).catch(() => undefined);
    }
  }

  async function until(condition: () => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = (): void => {
      if (condition()) resolve();
    };
    const stop = store.subscribe(look);
    look();
    await promise;
    stop();
  }

  function find(callId: string): CallLeg {
    const leg = legs.get(callId);
    if (!leg) throw new RingbackError('not-found', 'There is no such call.');
    return leg;
  }

  const resume = async (leg: CallLeg): Promise<void> => {
    holdOthers(leg);
    await leg.setHeld(false);
  };
  const keys = createMediaKeys({
    hangup: async (callId) => find(callId).hangup(),
    setMuted: async (callId, muted) => find(callId).setMuted(muted),
  });
  const { control } = options;

  return {
    get state() {
      return store.state;
    },
    subscribe: store.subscribe,
    call: (number) => dial(() => options.dial(number)),
    ...(control ? createTransfers({ control, find, dial, resume }) : {}),
    moved(callId, toId) {
      const leg = legs.get(callId);
      if (!leg?.moves) return;
      // What was heard until now belongs to the call that has ended.
      sound.tell(leg);
      leg.move(toId);
      legs.delete(callId);
      legs.set(toId, leg);
    },
    answer: async (callId) => find(callId).answer(),
    hangup: async (callId) => find(callId).hangup(),
    setMuted: async (callId, muted) => find(callId).setMuted(muted),
    async setHeld(callId, held) {
      const leg = find(callId);
      await (held ? leg.setHeld(true) : resume(leg));
    },
    sendDtmf: async (callId, tones) => find(callId).sendDtmf(tones),
    retry: async () => registration.retry(),
    ...(devices.port ? { devices: devices.port } : {}),
    prefer: devices.prefer,
    start() {
      const stop = store.subscribe((state) => {
        devices.ringer.follow(state.calls);
        keys.show(state);
      });
      stopFollowing = () => {
        stop();
        keys.stop();
      };
      devices.start();
      registration.start();
    },
    set(next) {
      settings = next;
    },
    tick() {
      ticks += 1;
      if (ticks % TICKS_PER_PING === 0) void registration.check({ anew: false });
    },
    wake() {
      for (const leg of legs.values()) leg.check();
      void registration.check({ anew: true });
    },
    async recover(dialogs) {
      for (const dialog of dialogs) {
        if (legs.has(dialog.callId)) continue;
        const { callId: id, target } = dialog;
        const leg = new CallLeg(context, { id, incoming: dialog.direction !== 'out', target, dialog });
        begin(leg, recoveringCall(dialog));
      }
      void recoverAll();
      await until(() => dialogs.every(({ callId }) => !store.find(callId)?.recovering));
    },
    async stop({ keepCalls = false } = {}) {
      sound.tellAll();
      stopFollowing();
      devices.stop();
      if (!keepCalls) for (const leg of [...legs.values()]) void leg.hangup().catch(() => undefined);
      // What is still here is kept, or cannot be hung up without a connection.
      const forget = [...legs.values()].map((leg) => {
        if (!keepCalls) context.dialogs.remove(leg.id);
        return leg.letGo();
      });
      legs.clear();
      context.dialogs.stop();
      await registration.stop(keepCalls);
      for (const end of forget) end();
      store.clear();
      sound.follow(false);
      store.setStatus(keepCalls ? 'offline' : 'signed-out');
      store.forgetParts();
    },
  };
}

/** A call that the gateway did not name is named after its SIP Call-ID, within what an id may be. */
function callIdOf(header: string | undefined, sessionId: string): string {
  if (header && /^[\w-]{1,64}$/.test(header)) return header;
  return `sip-${sessionId.replace(/[^\w-]/g, '').slice(0, 60)}`;
}

function notConnected(): RingbackError {
  return new RingbackError('unavailable', 'The phone is not connected to the PBX.', {
    hint: 'Wait until it is connected again.',
    cause: { code: 'pbx-down', message: 'Not registered.' },
  });
}
