/** How the sound of a call was, in all: what phones measured, for the log and for reports. */
import * as z from 'zod/mini';
import { Id } from './scalars.ts';

const milliseconds = () => z.number().check(z.minimum(0), z.maximum(600_000));
const opinion = () => z.number().check(z.minimum(1), z.maximum(4.5));

const summary = {
  /** Means over the seconds that were measured. */
  rttMs: milliseconds(),
  jitterMs: milliseconds(),
  lossPercent: z.number().check(z.minimum(0), z.maximum(100)),
  /** Estimated mean opinion score, 1 (bad) to 4.5, by the E-model of ITU-T G.107. */
  mos: opinion(),
  /** Of the worst second. */
  worstMos: opinion(),
  /** How many seconds were measured: hold and recovery are not. */
  seconds: z.number().check(z.int(), z.minimum(1), z.maximum(604_800)),
};

export const QualitySummary = z.object(summary);
export type QualitySummary = z.infer<typeof QualitySummary>;

/** `PUT /calls/:id/quality`: what one page has measured of the call so far. The same part sent again takes the place of the one before. */
export const QualityReport = z.strictObject({
  /** Chosen by the page: a call that goes on in another page after a reload has a part of each. */
  part: Id,
  ...summary,
});
export type QualityReport = z.infer<typeof QualityReport>;

/** Undefined when there is nothing to say. Means are weighed by their seconds. */
export function wholeQuality(parts: readonly QualitySummary[]): QualitySummary | undefined {
  const seconds = parts.reduce((sum, part) => sum + part.seconds, 0);
  if (seconds === 0) return undefined;
  const mean = (key: 'rttMs' | 'jitterMs' | 'lossPercent' | 'mos'): number => {
    const sum = parts.reduce((all, part) => all + part[key] * part.seconds, 0);
    return Math.round((100 * sum) / seconds) / 100;
  };
  return {
    rttMs: mean('rttMs'),
    jitterMs: mean('jitterMs'),
    lossPercent: mean('lossPercent'),
    mos: mean('mos'),
    worstMos: Math.min(...parts.map(({ worstMos }) => worstMos)),
    seconds,
  };
}
