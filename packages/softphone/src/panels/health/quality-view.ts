/** How a call sounds: a word, a line over the last minute, three numbers, and what one can do about it. */
import type { CallQuality, Locale } from '@ringback/model';
import { fill } from '@ringback/ui';
import { html, svg, type TemplateResult } from 'lit';
import type { healthWords } from './health.words.ts';

const WIDTH = 240;
const HEIGHT = 48;
const SAMPLES = 60;
/** The scale of the mean opinion score. */
const BEST = 4.5;
const WORST = 1;
/** Limits of what people call good and fair (ITU-T G.107, annex B). */
const GOOD = 4;
const FAIR = 3.5;

interface QualityView {
  /** Oldest first, one a second. */
  readonly samples: readonly CallQuality[];
  readonly quality: CallQuality;
  readonly words: (typeof healthWords)['en'];
  readonly locale: Locale;
}

export function qualityView({ samples, quality, words, locale }: QualityView): TemplateResult {
  const { mos, rttMs, jitterMs, lossPercent, warnings } = quality;
  const number = (value: number, digits: number) =>
    value.toLocaleString(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits });
  const grade = mos >= GOOD ? 'good' : mos >= FAIR ? 'fair' : 'poor';
  const values = [
    [words.delay, fill(words.ms, { value: number(rttMs, 0) })],
    [words.jitter, fill(words.ms, { value: number(jitterMs, 0) })],
    [words.loss, `${number(lossPercent, 1)} %`],
  ];
  return html`<section class="quality" part="quality" aria-label=${words.quality}>
    <div class="row">
      <b class="grow">${words.quality}</b><span class="grade ${grade}" part="grade">${words[grade]}</span>
    </div>
    <svg
      class="chart"
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      preserveAspectRatio="none"
      role="img"
      aria-label=${fill(words.chart, { mos: number(mos, 1) })}
    >
      ${[GOOD, FAIR].map((limit) => svg`<line class="limit" x1="0" x2=${WIDTH} y1=${y(limit)} y2=${y(limit)}></line>`)}
      <polyline class="line" points=${line(samples)}></polyline>
    </svg>
    <dl class="values">
      ${values.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${warnings.map((warning) => html`<p class="wrong" part="warning">${words[warning]}</p>`)}
  </section>`;
}

const y = (mos: number): string =>
  (HEIGHT * (1 - (Math.min(BEST, Math.max(WORST, mos)) - WORST) / (BEST - WORST))).toFixed(1);

/** The newest at the right end; a minute that has only begun leaves the left side free. */
function line(samples: readonly CallQuality[]): string {
  const step = WIDTH / (SAMPLES - 1);
  const from = WIDTH - (samples.length - 1) * step;
  return samples.map(({ mos }, nth) => `${(from + nth * step).toFixed(1)},${y(mos)}`).join(' ');
}
