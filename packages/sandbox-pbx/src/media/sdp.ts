/**
 * Session descriptions: one audio section, PCMU, ICE-lite, DTLS-SRTP. Ours are written out here and not by a WebRTC library, so
 * that hold is a matter of one line and a hostile description can at most be refused.
 */

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

export interface RemoteMedia {
  /** All sections of the description in order, so that an answer can name each. */
  sections: { kind: string; proto: string; formats: string; mid: string | undefined }[];
  /** Which of them is the audio we take. */
  audio: number;
  direction: Direction;
  iceUfrag: string;
  icePwd: string;
  fingerprint: { algorithm: string; value: string };
  setup: string;
  /** Payload type of telephone-event at 8 kHz, where it was offered. */
  eventPayload: number | undefined;
}

export interface LocalMedia {
  sessionId: string;
  version: number;
  ufrag: string;
  pwd: string;
  fingerprint: string;
  candidates: { address: string; port: number; priority: number; foundation: string }[];
  ssrc: number;
  setup: 'actpass' | 'passive' | 'active';
  direction: Direction;
}

export const PCMU = 0;
/** Payload type of telephone-event in our own offers. */
export const EVENT_PAYLOAD = 101;

/** `undefined` when there is nothing in it that we could talk to. */
export function parseSdp(sdp: string): RemoteMedia | undefined {
  const lines = sdp.split(/\r?\n/);
  if (lines[0] !== 'v=0' || sdp.length > 60_000) return undefined;
  const blocks: string[][] = [[]];
  for (const line of lines) {
    if (line.startsWith('m=')) blocks.push([]);
    blocks.at(-1)!.push(line);
  }
  const [session = [], ...media] = blocks;
  const sections = media.map(readSection);
  const audio = media.findIndex(
    (block, i) => sections[i]?.kind === 'audio' && isUsable(block, sections[i].formats),
  );
  if (audio < 0 || sections.length > 20) return undefined;
  const find = (name: string): string | undefined =>
    attribute(media[audio]!, name) ?? attribute(session, name);
  const fingerprint = /^(\S+)\s+([0-9A-Fa-f:]+)$/.exec(find('fingerprint') ?? '');
  const iceUfrag = find('ice-ufrag');
  const icePwd = find('ice-pwd');
  if (!fingerprint || !iceUfrag || !icePwd) return undefined;
  return {
    sections,
    audio,
    direction: readDirection(media[audio]!) ?? readDirection(session) ?? 'sendrecv',
    iceUfrag,
    icePwd,
    fingerprint: { algorithm: fingerprint[1]!.toLowerCase(), value: fingerprint[2]! },
    setup: find('setup') ?? 'actpass',
    eventPayload: payloadOf(media[audio]!, /^telephone-event\/8000/i),
  };
}

export function writeOffer(local: LocalMedia): string {
  const audio = audioSection(local, 'UDP/TLS/RTP/SAVPF', '0', EVENT_PAYLOAD);
  return join([...sessionLines(local, '0'), ...audio]);
}

export function writeAnswer(local: LocalMedia, remote: RemoteMedia): string {
  const lines = remote.sections.flatMap((section, i) =>
    i === remote.audio
      ? audioSection(local, section.proto, section.mid, remote.eventPayload)
      : [
          `m=${section.kind} 0 ${section.proto} ${section.formats}`,
          'c=IN IP4 0.0.0.0',
          ...midLine(section.mid),
          'a=inactive',
        ],
  );
  return join([...sessionLines(local, remote.sections[remote.audio]!.mid), ...lines]);
}

/** What we say to what they want: who only sends is only listened to. */
export function mirror(direction: Direction): Direction {
  if (direction === 'sendonly') return 'recvonly';
  return direction === 'recvonly' ? 'sendonly' : direction;
}

function sessionLines(local: LocalMedia, mid: string | undefined): string[] {
  return [
    'v=0',
    `o=- ${local.sessionId} ${local.version} IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    'a=ice-lite',
    ...(mid === undefined ? [] : [`a=group:BUNDLE ${mid}`]),
    'a=msid-semantic: WMS ringback',
  ];
}

function audioSection(
  local: LocalMedia,
  proto: string,
  mid: string | undefined,
  event: number | undefined,
): string[] {
  const port = local.candidates[0]?.port ?? 9;
  return [
    `m=audio ${port} ${proto} ${event === undefined ? PCMU : `${PCMU} ${event}`}`,
    `c=IN IP4 ${local.candidates[0]?.address ?? '0.0.0.0'}`,
    `a=rtcp:${port} IN IP4 ${local.candidates[0]?.address ?? '0.0.0.0'}`,
    ...local.candidates.map(
      (one) =>
        `a=candidate:${one.foundation} 1 udp ${one.priority} ${one.address} ${one.port} typ host generation 0`,
    ),
    'a=end-of-candidates',
    `a=ice-ufrag:${local.ufrag}`,
    `a=ice-pwd:${local.pwd}`,
    `a=fingerprint:sha-256 ${local.fingerprint}`,
    `a=setup:${local.setup}`,
    ...midLine(mid),
    `a=${local.direction}`,
    'a=rtcp-mux',
    'a=rtpmap:0 PCMU/8000',
    ...(event === undefined ? [] : [`a=rtpmap:${event} telephone-event/8000`, `a=fmtp:${event} 0-16`]),
    'a=ptime:20',
    'a=msid:ringback audio',
    `a=ssrc:${local.ssrc} cname:ringback`,
    `a=ssrc:${local.ssrc} msid:ringback audio`,
  ];
}

function readSection(block: string[]): RemoteMedia['sections'][number] {
  const match = /^m=(\S+) \d+(?:\/\d+)? (\S+) (.*)$/.exec(block[0] ?? '');
  return {
    kind: match?.[1] ?? 'unknown',
    proto: match?.[2] ?? 'RTP/AVP',
    formats: match?.[3] ?? '0',
    mid: attribute(block, 'mid'),
  };
}

function isUsable(block: string[], formats: string): boolean {
  const refused = /^m=\S+ 0 /.test(block[0] ?? '');
  return !refused && formats.split(' ').includes(String(PCMU)) && block.some((line) => line === 'a=rtcp-mux');
}

function payloadOf(block: string[], codec: RegExp): number | undefined {
  for (const line of block) {
    const match = /^a=rtpmap:(\d{1,3}) (.+)$/.exec(line);
    if (match && codec.test(match[2]!) && Number(match[1]) < 128) return Number(match[1]);
  }
  return undefined;
}

function readDirection(block: string[]): Direction | undefined {
  const line = block.find((one) => /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/.test(one));
  return line?.slice(2).trim() as Direction | undefined;
}

function attribute(block: string[], name: string): string | undefined {
  return block
    .find((line) => line.startsWith(`a=${name}:`))
    ?.slice(name.length + 3)
    .trim();
}

function midLine(mid: string | undefined): string[] {
  return mid === undefined ? [] : [`a=mid:${mid}`];
}

function join(lines: string[]): string {
  return `${lines.join('\r\n')}\r\n`;
}
