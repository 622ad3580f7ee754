/** SDP from hostile hands, for an INVITE that is right in all else. */
const CRLF = '\r\n';
const HEAD = `v=0${CRLF}o=- 1 1 IN IP4 127.0.0.1${CRLF}s=-${CRLF}c=IN IP4 127.0.0.1${CRLF}t=0 0${CRLF}`;
const AUDIO = `m=audio 9 UDP/TLS/RTP/SAVPF 0${CRLF}`;

export const BAD_SDP: readonly (readonly [name: string, body: string])[] = [
  ['no more than a version', `v=0${CRLF}`],
  ['no SDP at all', 'Hello?'],
  ['zeros', '\0'.repeat(500)],
  ['no media', HEAD],
  ['only video', `${HEAD}m=video 9 UDP/TLS/RTP/SAVPF 96${CRLF}a=rtpmap:96 VP8/90000${CRLF}`],
  ['no keys', `${HEAD}${AUDIO}a=rtpmap:0 PCMU/8000${CRLF}`],
  ['media without encryption', `${HEAD}m=audio 49170 RTP/AVP 0${CRLF}`],
  [
    'a fingerprint that is none',
    `${HEAD}${AUDIO}a=fingerprint:sha-256 XX${CRLF}a=setup:actpass${CRLF}a=ice-ufrag:a${CRLF}a=ice-pwd:b${CRLF}`,
  ],
  ['a role that there is not', `${HEAD}${AUDIO}a=setup:nonsense${CRLF}a=rtcp-mux${CRLF}`],
  ['a port beyond ports', `${HEAD}m=audio 99999999999 UDP/TLS/RTP/SAVPF 0${CRLF}`],
  [
    'candidates that are none',
    `${HEAD}${AUDIO}a=candidate:<script>${CRLF}a=candidate:1 1 udp x y z typ q${CRLF}`,
  ],
  ['five hundred media', HEAD + AUDIO.repeat(500)],
  ['a line of 30 kB', `${HEAD}${AUDIO}a=${'x'.repeat(30_000)}${CRLF}`],
];
