import { describe, expect, it } from 'vitest';
import { QualityReport, type QualitySummary, wholeQuality } from './quality.ts';

const good: QualitySummary = { rttMs: 40, jitterMs: 4, lossPercent: 0, mos: 4.4, worstMos: 4.2, seconds: 30 };
const bad: QualitySummary = {
  rttMs: 400,
  jitterMs: 40,
  lossPercent: 9,
  mos: 2.4,
  worstMos: 1.1,
  seconds: 10,
};

describe('the quality of a whole call', () => {
  it('is the mean over all its seconds, and the worst of them', () => {
    expect(wholeQuality([good, bad])).toEqual({
      rttMs: 130,
      jitterMs: 13,
      lossPercent: 2.25,
      mos: 3.9,
      worstMos: 1.1,
      seconds: 40,
    });
  });

  it('is that of its only part', () => expect(wholeQuality([good])).toEqual(good));

  it('is not known where nothing was measured', () => expect(wholeQuality([])).toBeUndefined());
});

describe('a report', () => {
  const report = { part: 'page-1', ...good };

  it('is taken as phones measure', () => expect(QualityReport.safeParse(report).success).toBe(true));

  it.each([
    ['an opinion beyond the scale', { mos: 5 }],
    ['more lost than sent', { lossPercent: 101 }],
    ['no second', { seconds: 0 }],
    ['no number', { rttMs: NaN }],
    ['something unknown', { codec: 'opus' }],
    ['no part', { part: '' }],
  ])('is refused with %s', (_what, wrong) =>
    expect(QualityReport.safeParse({ ...report, ...wrong }).success).toBe(false),
  );
});
