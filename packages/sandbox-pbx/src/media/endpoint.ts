/**
 * The media end of one leg: ICE-lite, DTLS and SRTP by werift, used below its RTCPeerConnection, because a PBX wants to choose
 * payload types, sequence and direction itself. ICE-lite asks no STUN server and gathers in a few milliseconds.
 */
import { randomInt } from 'node:crypto';
import {
  type RTCCertificate,
  RTCDtlsFingerprint,
  RTCDtlsParameters,
  RTCDtlsTransport,
  RTCIceGatherer,
  RTCIceParameters,
  RTCIceTransport,
  type RtpPacket,
} from 'werift';
import { type Direction, type LocalMedia, mirror, type RemoteMedia, writeAnswer, writeOffer } from './sdp.ts';
import { RtpSender } from './rtp-sender.ts';

/** SRTP_AES128_CM_HMAC_SHA1_80 and SRTP_AEAD_AES_128_GCM (RFC 5764 §4.1.2, RFC 7714 §14.2). */
const SRTP_PROFILES: ConstructorParameters<typeof RTCDtlsTransport>[3] = [1, 7];

export interface MediaFrame {
  kind: 'audio' | 'event';
  payload: Buffer;
  timestamp: number;
  marker: boolean;
}

/** Made once a process: the first certificate costs 30 ms, which no call should wait for. */
let certificate: Promise<RTCCertificate> | undefined;

export function prepareCertificate(): Promise<RTCCertificate> {
  certificate ??= RTCDtlsTransport.SetupCertificate();
  return certificate;
}

export class MediaEndpoint {
  /** Audio and telephone events from the phone, while it is not on hold. */
  onFrame: (frame: MediaFrame) => void = () => undefined;
  readonly sender: RtpSender;
  readonly #ice: RTCIceTransport;
  readonly #dtls: RTCDtlsTransport;
  readonly #fingerprint: string;
  readonly #sessionId = String(randomInt(1, 2 ** 47));
  #version = 0;
  #remote: RemoteMedia | undefined;
  #closed = false;

  static async open(): Promise<MediaEndpoint> {
    const cert = await prepareCertificate();
    const gatherer = new RTCIceGatherer({
      iceLite: true,
      useIpv4: true,
      useIpv6: false,
      useTcp: false,
      additionalHostAddresses: ['127.0.0.1'],
    });
    const ice = new RTCIceTransport(gatherer);
    await ice.gather();
    return new MediaEndpoint(ice, cert);
  }

  private constructor(ice: RTCIceTransport, cert: RTCCertificate) {
    this.#ice = ice;
    this.#dtls = new RTCDtlsTransport({}, ice, cert, SRTP_PROFILES);
    this.#fingerprint = cert.getFingerprints()[0]?.value ?? '';
    this.sender = new RtpSender((payload, header) => {
      if (this.#dtls.state === 'connected') void this.#dtls.sendRtp(payload, header);
    });
    this.#dtls.onRtp.subscribe((packet) => this.#receive(packet));
  }

  /** What the phone wants: anything but `sendrecv` is a hold. */
  get held(): boolean {
    return this.#remote !== undefined && this.#remote.direction !== 'sendrecv';
  }

  offer(): string {
    return writeOffer(this.#local('actpass', 'sendrecv'));
  }

  /** The phone's answer to our offer. */
  accept(remote: RemoteMedia): void {
    this.#remote = remote;
    this.sender.eventPayload = remote.eventPayload;
    this.#connect(remote.setup === 'passive' ? 'client' : 'server');
  }

  /** Answers the phone's first offer, and each later one (hold, resume, ICE restart). */
  async answer(remote: RemoteMedia): Promise<string> {
    const first = this.#remote === undefined;
    const restarted =
      !first && (remote.iceUfrag !== this.#remote?.iceUfrag || remote.icePwd !== this.#remote.icePwd);
    this.#remote = remote;
    this.sender.eventPayload = remote.eventPayload;
    if (first) this.#connect(remote.setup === 'passive' ? 'client' : 'server');
    if (restarted) await this.#restartIce();
    const setup = this.#dtls.role === 'client' ? 'active' : 'passive';
    return writeAnswer(this.#local(setup, mirror(remote.direction)), remote);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.onFrame = () => undefined;
    void this.#dtls.stop().catch(() => undefined);
  }

  #connect(role: 'client' | 'server'): void {
    const remote = this.#remote!;
    this.#dtls.role = role;
    this.#dtls.setRemoteParams(
      new RTCDtlsParameters(
        [new RTCDtlsFingerprint(remote.fingerprint.algorithm, remote.fingerprint.value)],
        role === 'client' ? 'server' : 'client',
      ),
    );
    this.#setIceParams();
    const connected = this.#ice.start();
    // As server we must be listening before the phone's first flight, as client there is no way to send before ICE is through.
    const secured = role === 'server' ? this.#dtls.start() : connected.then(() => this.#dtls.start());
    // A phone whose media never comes up is seen by its own silence; signalling decides about the leg.
    Promise.all([connected, secured]).catch(() => undefined);
  }

  async #restartIce(): Promise<void> {
    this.#ice.restart();
    await this.#ice.gather();
    this.#setIceParams();
    this.#ice.start().catch(() => undefined);
  }

  #setIceParams(): void {
    const { iceUfrag, icePwd } = this.#remote!;
    this.#ice.setRemoteParams(
      new RTCIceParameters({ usernameFragment: iceUfrag, password: icePwd, iceLite: false }),
    );
  }

  #local(setup: LocalMedia['setup'], direction: Direction): LocalMedia {
    const { usernameFragment, password } = this.#ice.localParameters;
    return {
      sessionId: this.#sessionId,
      version: ++this.#version,
      ufrag: usernameFragment,
      pwd: password,
      fingerprint: this.#fingerprint,
      candidates: this.#ice.localCandidates.map(({ ip, port, priority, foundation }) => ({
        address: ip,
        port,
        priority,
        foundation,
      })),
      ssrc: this.sender.ssrc,
      setup,
      direction,
    };
  }

  #receive({ header, payload }: RtpPacket): void {
    if (this.#closed || this.held) return;
    const { timestamp, marker } = header;
    if (header.payloadType === 0) this.onFrame({ kind: 'audio', payload, timestamp, marker });
    else if (header.payloadType === (this.#remote?.eventPayload ?? 101))
      this.onFrame({ kind: 'event', payload, timestamp, marker });
  }
}
