import type { QualityReading } from './quality.ts';

/** The few numbers of `getStats` that quality is made of; undefined while there is no audio to speak of. */
export async function readStats(
  connection: RTCPeerConnection,
  muted: boolean,
): Promise<QualityReading | undefined> {
  let inbound: RTCInboundRtpStreamStats | undefined;
  let remote: { fractionLost?: number; roundTripTime?: number } | undefined;
  let pair: RTCIceCandidatePairStats | undefined;
  let energy = 0;
  for (const stat of (await connection.getStats()).values() as Iterable<RTCStats & Record<string, unknown>>) {
    if (stat.type === 'inbound-rtp' && stat.kind === 'audio') inbound = stat as never;
    else if (stat.type === 'remote-inbound-rtp' && stat.kind === 'audio') remote = stat as never;
    else if (stat.type === 'candidate-pair' && stat.nominated) pair = stat as never;
    else if (stat.type === 'media-source') energy = Number(stat.totalAudioEnergy ?? 0);
  }
  if (!inbound) return undefined;
  return {
    rttMs: 1000 * (remote?.roundTripTime ?? pair?.currentRoundTripTime ?? 0),
    jitterMs: 1000 * (inbound.jitter ?? 0),
    received: inbound.packetsReceived ?? 0,
    lost: inbound.packetsLost ?? 0,
    remoteLossPercent: 100 * (remote?.fractionLost ?? 0),
    microphoneEnergy: energy,
    muted,
  };
}
