/** The stages of a deal, and what may be added to it. */
import type { Backend, Deal, Locale, Stage } from '@ringback/model';
import { fill } from '@ringback/ui';
import { html, type TemplateResult } from 'lit';
import { dealCardWords } from './deal-card.words.ts';

export interface StagesView {
  deal: Deal;
  locale: Locale;
  /** Of its pipeline; empty while they are not known. */
  stages: readonly Stage[];
  /** Where it is, or is on its way to. */
  now: Stage;
  /** Absent where it may not be moved. */
  move: ((stage: Stage) => void) | undefined;
}

export function stagesView({ deal, locale, stages, now, move }: StagesView): TemplateResult {
  const words = dealCardWords[locale];
  const step = (stage: Stage) =>
    html`<li class=${stage.outcome}>
      <button
        class="button"
        type="button"
        data-stage=${stage.id}
        title=${fill(words.toStage, { stage: stage.name })}
        aria-current=${stage.id === now.id ? 'step' : 'false'}
        aria-disabled=${!move || stage.id === now.id}
        @click=${() => move?.(stage)}
      >
        ${stage.name}
      </button>
    </li>`;
  return html`<ol class="stages" part="stages" aria-label=${words.stages}>
    ${(stages.length ? stages : [deal.stage]).map(step)}
  </ol>`;
}

const LINK_KINDS = ['task', 'process', 'communication'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

export interface LinksView {
  deal: Deal;
  locale: Locale;
  backend: Backend | undefined;
  ask: (kind: LinkKind) => void;
}

export function linksView({ locale, backend, ask }: LinksView): TemplateResult {
  const words = dealCardWords[locale];
  const may = {
    task: backend?.tasks?.create,
    process: backend?.processes?.start,
    communication: backend?.timeline?.create,
  };
  return html`<div class="form-buttons" role="group" aria-label=${words.add}>
    ${LINK_KINDS.filter((kind) => may[kind]).map(
      (kind) =>
        html`<button class="button" type="button" data-link=${kind} @click=${() => ask(kind)}>
          + ${words[kind]}
        </button>`,
    )}
  </div>`;
}
