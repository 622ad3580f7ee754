import type { Locale } from '@ringback/model';
import { formatNumber } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { callWords } from '../call/call.words.ts';
import { factsOf } from './call-facts.ts';
import { callerCardWords } from './caller-card.words.ts';
import type { CardCall } from './calls-book.ts';
import { stateWords } from './state-view.ts';

export interface SwitchView {
  readonly calls: readonly CardCall[];
  readonly current: string | undefined;
  readonly locale: Locale;
  show(callId: string): void;
}

/** One button for each call, when there are several. */
export function switchView({ calls, current, locale, show }: SwitchView): TemplateResult | typeof nothing {
  if (calls.length < 2) return nothing;
  return html`<div class="switch" part="switch" role="group" aria-label=${callerCardWords[locale].calls}>
    ${calls.map((call) => {
      const facts = factsOf(call);
      const name = facts.party?.name ?? call.colleague;
      const who = name ?? (formatNumber(facts.number) || callWords[locale].hiddenNumber);
      return html`<button
        class="button"
        type="button"
        aria-pressed=${call.id === current}
        @click=${() => show(call.id)}
      >
        <bdi>${who}</bdi><small>${stateWords(call, facts, locale)}</small>
      </button>`;
    })}
  </div>`;
}
