/** Why a call rang where it did, in a sentence. */
import type { Locale, RoutedBy } from '@ringback/model';
import { fill } from '@ringback/ui';
import { html, type TemplateResult } from 'lit';
import { fact } from './fact.ts';
import { routedWords } from './routed.words.ts';

export function routedFact(by: RoutedBy, locale: Locale): TemplateResult {
  return fact(routedWords[locale].call, html`<bdi>${routedSentence(by, locale)}</bdi>`);
}

export type RoutedSentences = Record<RoutedBy['why'] | 'people', string>;

/** `sentences`: how each reason is said; as of what the call did when absent. */
export function routedSentence(
  by: RoutedBy,
  locale: Locale,
  sentences: RoutedSentences = routedWords[locale],
): string {
  const words = routedWords[locale];
  const { why, route, group, algorithm, agent, minutesAgo = 0 } = by;
  const ago = new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute' }).format(minutesAgo);
  // Who is rung by a rule that rings all its steps at once is not one alone.
  const sentence = sentences[why === 'agent' && !agent ? 'people' : why];
  const said = fill(sentence, { ago, agent: agent?.name ?? '?', group: group ?? '?' });
  return [
    said + (algorithm === undefined ? '' : `, ${words[algorithm]}`),
    ...(route === undefined ? [] : [fill(words.rule, { route })]),
  ].join(' · ');
}
