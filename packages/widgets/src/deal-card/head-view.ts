/** Head of the card: of a deal, and of one that is being made. */
import type { Deal, Locale, Pipeline } from '@ringback/model';
import { html, nothing, type TemplateResult } from 'lit';
import { moneyText } from '../deal/money-text.ts';
import { webUrl } from '../web-url.ts';
import { dealCardWords } from './deal-card.words.ts';

export function headView({
  deal,
  locale,
  openParty,
}: {
  deal: Deal;
  locale: Locale;
  openParty: () => void;
}): TemplateResult {
  const words = dealCardWords[locale];
  const { title, party, amount } = deal;
  const url = webUrl(deal.url);
  const customer = html`${words.customer}:
    <button class="link" type="button" data-party @click=${openParty}><bdi>${party?.name}</bdi></button>`;
  return html`<header>
    <h2><bdi>${title}</bdi></h2>
    ${amount ? html`<strong data-amount>${moneyText(amount, locale)}</strong>` : nothing}
    <p>
      ${party ? customer : nothing}
      ${url ? html`<a class="link" href=${url} target="_blank" rel="noopener noreferrer">${words.page}</a>` : nothing}
    </p>
  </header>`;
}

export function newView({
  name,
  locale,
  pipelines,
  choose,
}: {
  name: string | undefined;
  locale: Locale;
  pipelines: readonly Pipeline[];
  choose: (pipelineId: string) => void;
}): TemplateResult {
  const words = dealCardWords[locale];
  const choice = html`<label
    ><span class="label">${words.pipeline}</span
    ><select
      class="field"
      data-pipeline
      @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}
    >
      ${pipelines.map((one) => html`<option value=${one.id}>${one.name}</option>`)}
    </select></label
  >`;
  return html`<header part="new">
      <h2>${words.create}</h2>
      ${name === undefined ? nothing : html`<p>${words.customer}: <bdi>${name}</bdi></p>`}
    </header>
    ${pipelines.length > 1 ? choice : nothing}`;
}
