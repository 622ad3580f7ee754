import { describe, expect, it } from 'vitest';
import { meanOpinionScore, QualityMeter, type QualityReading } from './quality.ts';

const GOOD: QualityReading = {
  rttMs: 40,
  jitterMs: 3,
  received: 0,
  lost: 0,
  remoteLossPercent: 0,
  microphoneEnergy: 0,
  muted: false,
};

describe('the score of a call', () => {
  it('is best on a good line and falls with delay, jitter and loss', () => {
    expect(meanOpinionScore(20, 1, 0)).toBeGreaterThan(4.3);
    expect(meanOpinionScore(800, 1, 0)).toBeLessThan(meanOpinionScore(20, 1, 0));
    expect(meanOpinionScore(20, 80, 0)).toBeLessThan(meanOpinionScore(20, 1, 0));
    expect(meanOpinionScore(20, 1, 30)).toBeLessThan(2);
    expect(meanOpinionScore(5_000, 500, 100)).toBe(1);
  });
});

describe('the quality of a call', () => {
  function meter() {
    const one = new QualityMeter();
    let second = 0;
    const hear = (change: Partial<QualityReading> = {}, loss = 0) => {
      second += 1;
      const counters = { received: second * (50 - loss), lost: second * loss, microphoneEnergy: second };
      return one.take({ ...GOOD, ...counters, ...change });
    };
    return { one, hear };
  }

  it('is told from the second reading on', () => {
    const { hear } = meter();
    expect(hear()).toBeUndefined();
    expect(hear()).toMatchObject({ rttMs: 40, lossPercent: 0, warnings: [] });
  });

  it('warns after three bad samples of five, and takes it back after five good ones', () => {
    const { hear } = meter();
    hear();
    const warned = (rttMs: number) => hear({ rttMs })!.warnings.includes('high-rtt');
    expect([500, 500].map(warned)).toEqual([false, false]);
    expect(warned(40)).toBe(false);
    expect(warned(500)).toBe(true);
    expect([40, 40, 40, 40].map(warned)).toEqual([true, true, true, true]);
    expect(warned(40)).toBe(false);
  });

  it('says when no packets come, and when the microphone gives nothing though it is not muted', () => {
    const { hear } = meter();
    hear();
    for (let i = 0; i < 3; i += 1) hear({ received: 50, microphoneEnergy: 1 });
    expect(hear({ received: 50, microphoneEnergy: 1 })!.warnings).toEqual([
      'silent-microphone',
      'silent-far-side',
    ]);
    const { hear: muted } = meter();
    for (let i = 0; i < 4; i += 1) muted({ microphoneEnergy: 1, muted: true });
    expect(muted({ microphoneEnergy: 1, muted: true })!.warnings).toEqual([]);
  });

  it('counts what the far side lost of ours', () => {
    const { hear } = meter();
    hear();
    expect(hear({ remoteLossPercent: 12 })!.lossPercent).toBe(12);
  });

  it('sums the call up', () => {
    const { one, hear } = meter();
    expect(one.summary).toBeUndefined();
    for (let i = 0; i < 5; i += 1) hear();
    hear({ rttMs: 900 });
    expect(one.summary).toMatchObject({ seconds: 5, rttMs: 212 });
    expect(one.summary!.worstMos).toBeLessThan(one.summary!.mos);
  });

  it('begins anew after a pause', () => {
    const { one, hear } = meter();
    hear();
    for (let i = 0; i < 4; i += 1) hear({ rttMs: 900 });
    one.pause();
    expect(hear()).toBeUndefined();
    expect(hear()!.warnings).toEqual([]);
  });
});
