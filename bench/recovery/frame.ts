/** The baseline: JsSIP in an empty frame registers as soon as it can, and calls the PBX's echo when it is told to. */
import type { SipCredential } from '@ringback/model';
import JsSIP from 'jssip';

export interface BareFrame {
  /** When the PBX had registered this frame, ms since the epoch. */
  registeredAt?: number;
  /** Calls the echo; resolves with the ms from the INVITE to the first sound of the own microphone. */
  invite(): Promise<number>;
}

/** Louder than any noise of the codec. */
const HEARD = 0.02;
const LOOK_MS = 5;

const bare = window as unknown as BareFrame;
const credential = (await (await fetch('./credential.json')).json()) as SipCredential;
const ua = new JsSIP.UA({
  sockets: credential.servers.map((server) => new JsSIP.WebSocketInterface(server)),
  uri: credential.uri,
  authorization_user: credential.authorizationUser,
  password: credential.password,
  session_timers: false,
});
ua.on('registered', () => (bare.registeredAt ??= performance.timeOrigin + performance.now()));
ua.start();

bare.invite = async () => {
  const mediaStream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const context = new AudioContext();
  const heard = Promise.withResolvers<number>();
  const began = performance.now();
  const session = ua.call('echo', { mediaStream, pcConfig: { iceServers: [] } });
  session.connection.addEventListener('track', ({ track }) => {
    const stream = new MediaStream([track]);
    // Chromium decodes a remote track only for an element that plays it.
    const element = new Audio();
    element.muted = true;
    element.srcObject = stream;
    void element.play();
    const ear = new AnalyserNode(context, { fftSize: 512 });
    context.createMediaStreamSource(stream).connect(ear);
    const samples = new Float32Array(ear.fftSize);
    const timer = setInterval(() => {
      ear.getFloatTimeDomainData(samples);
      if (!samples.some((sample) => Math.abs(sample) > HEARD)) return;
      clearInterval(timer);
      heard.resolve(performance.now() - began);
    }, LOOK_MS);
  });
  session.on('failed', ({ cause }) => heard.reject(new Error(cause)));
  try {
    return await heard.promise;
  } finally {
    const over = new Promise((resolve) => session.on('ended', resolve));
    // JsSIP ends a session that failed by itself.
    if (session.isEstablished()) {
      session.terminate();
      await over;
    }
    for (const track of mediaStream.getTracks()) track.stop();
    await context.close();
  }
};
