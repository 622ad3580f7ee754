/** How a call sounds, from the browser's statistics: pure arithmetic on two readings a second apart. */
import type { CallQuality, QualitySummary, QualityWarning } from '@ringback/model';

/** One reading; counters grow over the whole call. */
export interface QualityReading {
  rttMs: number;
  jitterMs: number;
  received: number;
  lost: number;
  /** What the far side told of our packets. */
  remoteLossPercent: number;
  /** Sound energy that the microphone gave so far. */
  microphoneEnergy: number;
  muted: boolean;
}

/** Limits beyond which a warning may be given, as Twilio's Voice SDK has them. */
const LIMITS = { rttMs: 400, jitterMs: 30, lossPercent: 3, mos: 3.5 };
/** Given when so many of the last samples are bad, taken back when none of them is. */
const BAD = 3;
const OF_LAST = 5;

/**
 * Mean opinion score by the E-model (ITU-T G.107) in its simplified form: R = 93.2 − Id − Ie, with Id for the delay (G.107, as
 * approximated by Cole and Rosenbluth, 2001) and Ie = 2.5 for each percent lost.
 */
export function meanOpinionScore(rttMs: number, jitterMs: number, lossPercent: number): number {
  const delay = rttMs / 2 + 2 * jitterMs + 10;
  const delayImpairment = 0.024 * delay + 0.11 * Math.max(0, delay - 177.3);
  const r = Math.max(0, Math.min(100, 93.2 - delayImpairment - 2.5 * lossPercent));
  const mos = 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r);
  return Math.round(Math.max(1, Math.min(4.5, mos)) * 100) / 100;
}

export class QualityMeter {
  #last: QualityReading | undefined;
  #warnings: ReadonlySet<QualityWarning> = new Set();
  readonly #bad = new Map<QualityWarning, boolean[]>();
  #samples = 0;
  #sum = { rttMs: 0, jitterMs: 0, lossPercent: 0, mos: 0 };
  #worstMos = 4.5;

  /** Undefined for the first reading: what is told is the difference of two. */
  take(reading: QualityReading): CallQuality | undefined {
    const last = this.#last;
    this.#last = reading;
    if (!last) return undefined;
    const received = reading.received - last.received;
    const lost = Math.max(0, reading.lost - last.lost);
    const lossHere = received + lost > 0 ? (100 * lost) / (received + lost) : 0;
    const lossPercent = Math.max(lossHere, reading.remoteLossPercent);
    const mos = meanOpinionScore(reading.rttMs, reading.jitterMs, lossPercent);
    this.#judge({
      'high-rtt': reading.rttMs > LIMITS.rttMs,
      'high-jitter': reading.jitterMs > LIMITS.jitterMs,
      'high-loss': lossPercent > LIMITS.lossPercent,
      'low-mos': mos < LIMITS.mos,
      'silent-microphone': !reading.muted && reading.microphoneEnergy === last.microphoneEnergy,
      'silent-far-side': received <= 0,
    });
    const quality = {
      rttMs: Math.round(reading.rttMs),
      jitterMs: Math.round(reading.jitterMs),
      lossPercent: Math.round(lossPercent * 10) / 10,
      mos,
    };
    this.#add(quality);
    return { ...quality, warnings: [...this.#warnings] };
  }

  /** Means over the call; undefined when it was too short to say. */
  get summary(): QualitySummary | undefined {
    const count = this.#samples;
    if (count === 0) return undefined;
    const mean = (sum: number): number => Math.round((sum / count) * 100) / 100;
    const { rttMs, jitterMs, lossPercent, mos } = this.#sum;
    return {
      rttMs: mean(rttMs),
      jitterMs: mean(jitterMs),
      lossPercent: mean(lossPercent),
      mos: mean(mos),
      worstMos: this.#worstMos,
      seconds: count,
    };
  }

  /** The counters of a new connection begin anew: held, muted or recovered calls are not judged by what was before. */
  pause(): void {
    this.#last = undefined;
    this.#bad.clear();
    this.#warnings = new Set();
  }

  #judge(now: Record<QualityWarning, boolean>): void {
    const next = new Set<QualityWarning>();
    for (const warning of Object.keys(now) as QualityWarning[]) {
      const recent = [...(this.#bad.get(warning) ?? []), now[warning]].slice(-OF_LAST);
      this.#bad.set(warning, recent);
      const bad = recent.filter(Boolean).length;
      if (bad >= BAD || (bad > 0 && this.#warnings.has(warning))) next.add(warning);
    }
    this.#warnings = next;
  }

  #add({ rttMs, jitterMs, lossPercent, mos }: Omit<CallQuality, 'warnings'>): void {
    this.#samples += 1;
    this.#sum.rttMs += rttMs;
    this.#sum.jitterMs += jitterMs;
    this.#sum.lossPercent += lossPercent;
    this.#sum.mos += mos;
    this.#worstMos = Math.min(this.#worstMos, mos);
  }
}
