/** A new record that belongs to the call and to whoever is on the line (S022). */
import type { Backend } from '@ringback/model';
import type { RecordKind } from '@ringback/ui';
import { html, type TemplateResult } from 'lit';
import type { MoreMeans } from './means.ts';
import { moreWords } from './more.words.ts';

const KINDS = ['task', 'deal', 'process', 'communication', 'party'] as const satisfies readonly RecordKind[];
type Kind = (typeof KINDS)[number];

const MAY: Record<Kind, (backend: Backend | undefined, known: boolean) => unknown> = {
  task: (backend) => backend?.tasks?.create,
  deal: (backend) => backend?.deals?.create,
  // Both are about somebody.
  process: (backend, known) => known && backend?.processes?.start,
  communication: (backend, known) => known && backend?.timeline?.create,
  party: (backend, known) => known && backend?.parties?.create,
};

export function linksView(
  { backend, facts, locale }: MoreMeans,
  create: (kind: Kind) => void,
): TemplateResult | undefined {
  const words = moreWords[locale()];
  const kinds = KINDS.filter((kind) => MAY[kind](backend(), facts().party !== undefined));
  if (kinds.length === 0) return undefined;
  return html`<div class="links" part="links" role="group" aria-label=${words.create}>
    ${kinds.map(
      (kind) =>
        html`<button class="button small" part="create-${kind}" type="button" @click=${() => create(kind)}>
          + ${words[kind]}
        </button>`,
    )}
  </div>`;
}
