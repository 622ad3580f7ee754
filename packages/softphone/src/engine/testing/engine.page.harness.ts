/** What runs in the page of the engine's test: a phone whose microphone is a tone, and an ear for the far side's. */
import type { Call, LiveDialog, Phone, PhoneState, SipCredential } from '@ringback/model';
import { runPhoneSuite } from '@ringback/testing';
import { createJssipPhone, type JssipPhone } from '../index.ts';
import type { CallControl } from '../transfers.ts';
import { asTheCoreShowsIt } from './as-the-core-shows-it.harness.ts';

export type CustomerStep = 'calls' | 'answers' | 'gives up' | 'ends the talk' | 'is done';

interface Bridge {
  credential(): Promise<SipCredential>;
  dial(number: string): Promise<never>;
  putDialog(dialog: LiveDialog): Promise<void>;
  removeDialog(callId: string): Promise<void>;
  control(method: keyof CallControl, params: string[]): Promise<never>;
  /** What the customer does. */
  customer(step: CustomerStep): Promise<void>;
}

export interface EnginePage {
  phone: JssipPhone;
  /** Every state that a listener was told, in order. */
  states: PhoneState[];
  /** Tones as they were played into the call. */
  tones: string;
  /** Exceptions and rejections that nobody has caught. */
  escaped: string[];
  /** Connections to the PBX that were begun, whatever came of them. */
  begun: number;
  /** Messages of the PBX that have been dealt with. */
  received: number;
  microphone: 'tone' | 'refused' | 'missing';
  /** The far side's descriptions are read without telephone events from now on. */
  deafToTones: boolean;
  /** Opens the browser's own microphone and plays to its own loudspeaker, instead of what can be measured. */
  real: boolean;
  /** Ends the connections to the PBX as a dead network does. */
  cutConnections(): void;
  /** Tells the call's connection that its media path is lost; the path itself stays. */
  loseMedia(): void;
  /** Names of the ICE credentials of each media path so far (RFC 8839): another after each restart. */
  icePaths: string[];
  /** Resolves when the far side's tone is heard. */
  hears(hz: number): Promise<void>;
  start(extension: string, dialogs: LiveDialog[]): Promise<void>;
  /** The phones of so many other pages of the same agent. */
  startMore(phones: number): void;
  /** How many of those stand so. */
  standing(status: PhoneState['status']): number;
  /** Runs the suite that every `Phone` must pass; resolves with each test's name and what went wrong. */
  runSuite(number: string): Promise<{ name: string; error: string }[]>;
}

declare global {
  interface Window extends Bridge {
    engine: EnginePage;
  }
}

const TONE_HZ = 700;
const sockets: WebSocket[] = [];
const analysers = new Set<AnalyserNode>();
const more: JssipPhone[] = [];
let audio: AudioContext | undefined;

window.WebSocket = class extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    sockets.push(this);
    window.engine.begun += 1;
    // In a task of its own: after whoever hears the message has done so.
    this.addEventListener('message', () => setTimeout(() => (window.engine.received += 1)));
  }
};

const STATES = ['iceConnectionState', 'connectionState'] as const;
/** Connections whose path has failed, as a browser tells it. */
const lost = new Set<unknown>();
for (const name of STATES) {
  const { get } = Object.getOwnPropertyDescriptor(RTCPeerConnection.prototype, name)!;
  Object.defineProperty(RTCPeerConnection.prototype, name, {
    get() {
      return lost.has(this) ? 'failed' : get!.call(this);
    },
  });
}

const connections: RTCPeerConnection[] = [];
const setLocalDescription = RTCPeerConnection.prototype.setLocalDescription as (
  description?: RTCLocalSessionDescriptionInit,
) => Promise<void>;
RTCPeerConnection.prototype.setLocalDescription = async function (
  description?: RTCLocalSessionDescriptionInit,
) {
  await setLocalDescription.call(this, description);
  connections.push(this);
  const path = /^a=ice-ufrag:(\S+)/m.exec(this.localDescription?.sdp ?? '')?.[1];
  const { icePaths } = window.engine;
  if (path && !icePaths.includes(path)) icePaths.push(path);
};

addEventListener('error', ({ message }) => window.engine.escaped.push(message));
addEventListener('unhandledrejection', ({ reason }) => window.engine.escaped.push(String(reason)));

const insertDTMF = RTCDTMFSender.prototype.insertDTMF;
RTCDTMFSender.prototype.insertDTMF = function (...args) {
  this.ontonechange = ({ tone }) => (window.engine.tones += tone);
  insertDTMF.apply(this, args);
};

const { get: remoteDescription } = Object.getOwnPropertyDescriptor(
  RTCPeerConnection.prototype,
  'remoteDescription',
)!;
Object.defineProperty(RTCPeerConnection.prototype, 'remoteDescription', {
  get(this: RTCPeerConnection) {
    const description = remoteDescription!.call(this) as RTCSessionDescription | null;
    if (!description || !window.engine.deafToTones) return description;
    return {
      type: description.type,
      sdp: description.sdp.replace(/^a=rtpmap:\d+ telephone-event.*\r\n/gim, ''),
    };
  },
});

/** Hears what the gateway tells of calls that it has joined. */
const told = new Set<(call: Call) => void>();
const ask =
  (method: keyof CallControl) =>
  async (...params: string[]): Promise<never> => {
    const answer = await window.control(method, params);
    for (const hear of told) hear(answer);
    return answer;
  };
const control: CallControl = {
  transferCall: ask('transferCall'),
  consultCall: ask('consultCall'),
  completeTransfer: ask('completeTransfer'),
  cancelTransfer: ask('cancelTransfer'),
  mergeCalls: ask('mergeCalls'),
};

const context = (): AudioContext => (audio ??= new AudioContext());

async function getUserMedia(): Promise<MediaStream> {
  const { microphone } = window.engine;
  if (microphone !== 'tone')
    throw new DOMException('', microphone === 'refused' ? 'NotAllowedError' : 'NotFoundError');
  const oscillator = new OscillatorNode(context(), { frequency: TONE_HZ });
  const destination = context().createMediaStreamDestination();
  oscillator.connect(destination);
  oscillator.start();
  return destination.stream;
}

function playRemote(stream: MediaStream): () => void {
  // Chromium decodes a remote track only for an element that plays it.
  const element = new Audio();
  element.muted = true;
  element.srcObject = stream;
  void element.play();
  const analyser = new AnalyserNode(context(), { fftSize: 2048 });
  context().createMediaStreamSource(stream).connect(analyser);
  analysers.add(analyser);
  return () => {
    analysers.delete(analyser);
    element.srcObject = null;
  };
}

/** Loudest frequency of what is heard, in Hz; 0 for silence. */
function loudest(analyser: AnalyserNode): number {
  const bins = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(bins);
  const level = Math.max(...bins);
  return level < -60 ? 0 : (bins.indexOf(level) * context().sampleRate) / analyser.fftSize;
}

function createPhone(extension: string): JssipPhone {
  return createJssipPhone({
    credential: () => window.credential(),
    dial: (number) => window.dial(number),
    control,
    dialogs: { put: (dialog) => window.putDialog(dialog), remove: (callId) => window.removeDialog(callId) },
    // As the client does it: what a page says while it goes is heard only this way.
    reportQuality: (callId, report) =>
      fetch('/quality', { method: 'POST', keepalive: true, body: JSON.stringify({ callId, ...report }) }),
    agent: { id: `agent-${extension}`, name: 'Olena', extension },
    ...(window.engine.real ? {} : { getUserMedia, playRemote }),
  });
}

window.engine = {
  phone: undefined as never,
  states: [],
  tones: '',
  escaped: [],
  begun: 0,
  received: 0,
  microphone: 'tone',
  deafToTones: false,
  real: false,
  icePaths: [],
  cutConnections() {
    for (const socket of sockets.splice(0)) socket.close();
  },
  loseMedia() {
    const connection = connections.at(-1);
    if (!connection) return;
    const tell = (): void => {
      for (const name of STATES) connection.dispatchEvent(new Event(`${name.toLowerCase()}change`));
    };
    lost.add(connection);
    tell();
    lost.delete(connection);
    tell();
  },
  async hears(hz) {
    while (![...analysers].some((analyser) => Math.abs(loudest(analyser) - hz) < 60)) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  },
  async start(extension, dialogs) {
    const phone = createPhone(extension);
    window.engine.phone = phone;
    phone.subscribe((state) => window.engine.states.push(state));
    phone.start();
    await phone.recover(dialogs);
  },
  startMore(phones) {
    for (let index = 0; index < phones; index += 1) more.push(createPhone('101'));
    for (const phone of more) phone.start();
  },
  standing: (status) => more.filter((phone) => phone.state.status === status).length,
  async runSuite(number) {
    const tests: { name: string; body: () => Promise<void> }[] = [];
    const runner = {
      describe: (_: string, body: () => void) => body(),
      it: (name: string, body: () => Promise<void>) => tests.push({ name, body }),
    };
    runPhoneSuite(
      runner,
      'engine',
      async () => {
        await window.engine.start('101', []);
        const phone = asTheCoreShowsIt(window.engine.phone, told);
        await state(phone, ({ status }) => status === 'registered');
        return {
          phone,
          number,
          async receive() {
            await window.customer('calls');
            const { calls } = await state(phone, (now) =>
              now.calls.some((call) => call.state === 'ringing' && call.direction === 'in'),
            );
            return calls.find((call) => call.state === 'ringing' && call.direction === 'in')!.id;
          },
          // The trunk rings by itself.
          farRings: async () => undefined,
          farAnswers: () => window.customer('answers'),
          farHangsUp: (id) => {
            const talked = phone.state.calls.find((call) => call.id === id)?.connectedAt !== undefined;
            return window.customer(talked ? 'ends the talk' : 'gives up');
          },
          async close() {
            await window.engine.phone.stop();
            await window.customer('is done');
          },
        };
      },
      { transfers: true },
    );
    const results: { name: string; error: string }[] = [];
    for (const { name, body } of tests) {
      results.push({ name, error: await body().then(() => '', String) });
    }
    return results;
  },
};

function state(phone: Phone, wanted: (now: PhoneState) => boolean): Promise<PhoneState> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!wanted(phone.state)) return;
      stop();
      resolve(phone.state);
    };
    const stop = phone.subscribe(look);
    look();
  });
}
