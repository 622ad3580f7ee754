/**
 * Plays the customer's mobile: a SIP phone behind the PBX's trunk. It declares a number of its own, rings when that number is
 * called, and calls the shop's number. For demo and tests.
 */
import JsSIP from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { IncomingRTCSessionEvent } from 'jssip/lib/UA';

interface Config {
  server: string;
  domain: string;
  user: string;
  password: string;
  /** The shop's number. */
  line: string;
}

const one = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const number = one<HTMLInputElement>('number');
const target = one<HTMLInputElement>('target');
const answer = one<HTMLButtonElement>('answer');
const hangup = one<HTMLButtonElement>('hangup');
const sound = new Audio();

const config = (await (await fetch('/config.json')).json()) as Config;
let ua: JsSIP.UA | undefined;
let call: RTCSession | undefined;

function say(status: string): void {
  one('status').textContent = status;
}

/** The number that this phone has in the world; in the address, so that two phones can stand side by side. */
function ownNumber(): string {
  return new URLSearchParams(location.search).get('number') ?? '+380501112233';
}

function start(): void {
  ua?.stop();
  const own = ownNumber();
  number.value = own;
  ua = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(config.server)],
    uri: `sip:${config.user}@${config.domain}`,
    password: config.password,
    display_name: own,
    session_timers: false,
    register: true,
  });
  ua.registrator().setExtraHeaders([`X-Number: ${own}`]);
  ua.on('registered', () => say(`Ready as ${own}`));
  ua.on('registrationFailed', ({ cause }) => say(`The network refuses this phone: ${cause}`));
  ua.on('disconnected', () => say('No network. Trying again…'));
  ua.on('newRTCSession', ({ session, originator }: IncomingRTCSessionEvent) => {
    if (originator === 'remote' && call) session.terminate({ status_code: 486 });
    else follow(session);
  });
  ua.start();
}

function follow(session: RTCSession): void {
  call = session;
  const incoming = session.direction === 'incoming';
  one('caller').textContent = session.remote_identity.display_name || session.remote_identity.uri.user;
  say(incoming ? 'Incoming call' : 'Calling…');
  answer.hidden = !incoming;
  hangup.hidden = false;
  session.on('progress', () => say(incoming ? 'Incoming call' : 'It rings…'));
  session.on('confirmed', () => {
    say('Talking');
    answer.hidden = true;
  });
  const over = (why: string): void => {
    if (call !== session) return;
    call = undefined;
    sound.srcObject = null;
    one('caller').textContent = '';
    say(`Ended: ${why}`);
    answer.hidden = hangup.hidden = true;
  };
  session.on('ended', ({ cause }) => over(cause));
  session.on('failed', ({ cause }) => over(cause));
  if (session.connection) listen(session.connection);
  else session.on('peerconnection', ({ peerconnection }) => listen(peerconnection));
  sendOnFirstSilence(session);
}

function listen(connection: RTCPeerConnection): void {
  connection.addEventListener('track', ({ streams }) => {
    sound.srcObject = streams[0] ?? null;
    void sound.play();
  });
}

/** Host candidates come at once on a local network: the offer need not wait for more. */
function sendOnFirstSilence(session: RTCSession): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  session.on('icecandidate', ({ ready }) => {
    clearTimeout(timer);
    timer = setTimeout(ready, 100);
  });
}

one('own').addEventListener('submit', (event) => {
  event.preventDefault();
  history.replaceState(null, '', `?number=${encodeURIComponent(number.value.trim())}`);
  start();
});
one('dial').addEventListener('submit', (event) => {
  event.preventDefault();
  if (call) return;
  ua?.call(`sip:${target.value.replace(/[^\d+]/g, '')}@${config.domain}`, {
    mediaConstraints: { audio: true, video: false },
    pcConfig: { iceServers: [] },
    extraHeaders: [`P-Asserted-Identity: <sip:${ownNumber()}@${config.domain}>`],
  });
});
answer.addEventListener('click', () =>
  call?.answer({ mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers: [] } }),
);
hangup.addEventListener('click', () => {
  // JsSIP forgets a hang-up that comes between the 200 and its being taken in: then it is asked again.
  call?.on('confirmed', () => call?.terminate());
  call?.terminate();
});
addEventListener('pagehide', () => ua?.stop());

target.value = config.line;
start();
