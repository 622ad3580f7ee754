import { describe, expect, it } from 'vitest';
import { offerSdp } from '../testing/raw-phone.harness.ts';
import { type LocalMedia, mirror, parseSdp, writeAnswer, writeOffer } from './sdp.ts';

const local: LocalMedia = {
  sessionId: '1',
  version: 1,
  ufrag: 'u',
  pwd: 'p',
  fingerprint: 'AB:CD',
  ssrc: 7,
  setup: 'passive',
  direction: 'sendrecv',
  candidates: [{ address: '127.0.0.1', port: 4000, priority: 1, foundation: 'f' }],
};

describe('a session description', () => {
  it('is read for what the PBX needs', () => {
    expect(parseSdp(offerSdp())).toMatchObject({
      audio: 0,
      direction: 'sendrecv',
      iceUfrag: 'abcd',
      setup: 'actpass',
      eventPayload: 126,
    });
  });

  it.each([
    ['sendonly', 'recvonly'],
    ['recvonly', 'sendonly'],
    ['inactive', 'inactive'],
    ['sendrecv', 'sendrecv'],
  ] as const)('%s is answered with %s', (asked, answered) => {
    const remote = parseSdp(offerSdp(asked))!;
    expect(remote.direction).toBe(asked);
    expect(writeAnswer({ ...local, direction: mirror(asked) }, remote)).toContain(`a=${answered}\r\n`);
  });

  it('takes the audio and refuses the video beside it, each in its place', () => {
    const video = 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:v\r\na=sendrecv\r\n';
    const offer = offerSdp().replace('m=audio', `${video}m=audio`);
    const answer = writeAnswer(local, parseSdp(offer)!);
    expect(answer.match(/^m=.*$/gm)).toEqual([
      'm=video 0 UDP/TLS/RTP/SAVPF 96',
      'm=audio 4000 UDP/TLS/RTP/SAVPF 0 126',
    ]);
    expect(answer).toContain('a=group:BUNDLE 0\r\n');
  });

  it('is read back from our own offer', () => {
    expect(parseSdp(writeOffer({ ...local, setup: 'actpass' }))).toMatchObject({
      iceUfrag: 'u',
      icePwd: 'p',
      eventPayload: 101,
    });
  });

  it.each([
    ['nothing', ''],
    ['no PCMU', offerSdp().replace(' 111 0 126', ' 111 126')],
    ['no fingerprint', offerSdp().replace(/a=fingerprint.*\r\n/, '')],
    ['no ICE', offerSdp().replace(/a=ice-ufrag.*\r\n/, '')],
    ['no rtcp-mux', offerSdp().replace('a=rtcp-mux\r\n', '')],
    ['refused audio', offerSdp().replace('m=audio 9', 'm=audio 0')],
    ['garbage', 'v=0\r\nm=\r\nm=audio\r\na=rtpmap:999999 x\r\n'],
  ])('with %s is none', (_what, sdp) => {
    expect(parseSdp(sdp)).toBeUndefined();
  });
});
