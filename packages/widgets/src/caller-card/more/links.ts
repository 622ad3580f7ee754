/** A new record that belongs to the call and to whoever is on the line (S022). */
import { makersOf, type RecordKind } from '@ringback/ui';
import { html, type TemplateResult } from 'lit';
import type { MoreMeans } from './means.ts';
import { moreWords } from './more.words.ts';

const KINDS = ['task', 'deal', 'process', 'communication', 'party'] as const satisfies readonly RecordKind[];
type Kind = (typeof KINDS)[number];
/** These are of somebody; whoever is not known yet is identified first. */
const OF_SOMEBODY: readonly Kind[] = ['process', 'communication', 'party'];

export function linksView(
  { backend, facts, locale }: MoreMeans,
  create: (kind: Kind) => void,
): TemplateResult | undefined {
  const words = moreWords[locale()];
  const makers = makersOf(backend());
  const isKnown = facts().party !== undefined;
  const kinds = KINDS.filter((kind) => makers[kind] && (isKnown || !OF_SOMEBODY.includes(kind)));
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
