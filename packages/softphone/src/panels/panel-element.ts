import { icon, type IconNode, RingbackElement } from '@ringback/ui';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { PanelContext } from '../softphone/panel.ts';

/** Base of what the bar shows in a panel. Not for use outside the bar: everything comes with `context`, anew with each of its updates. */
export abstract class PanelElement extends RingbackElement {
  /** Focusing a panel focuses the first thing in it. */
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };

  @property({ attribute: false }) context!: PanelContext;
}

/** What panels are made of: rows, groups, a sentence. */
export const panelElementStyles = css`
  :host {
    display: grid;
    gap: 12px;
  }
  .rows {
    display: grid;
    gap: 4px;
    margin: 0;
    padding: 0;
    list-style-type: '';
  }
  .row {
    display: flex;
    gap: 8px;
    align-items: center;
    min-inline-size: 0;
  }
  .grow {
    flex: 1;
    min-inline-size: 0;
  }
  .cut {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .button.wide {
    justify-content: flex-start;
    inline-size: 100%;
    font-weight: inherit;
    text-align: start;
  }
  .hint {
    margin: 0;
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .wrong {
    margin: 0;
    color: var(--_danger-text);
    font-size: var(--_size-s);
  }
  fieldset {
    display: grid;
    gap: 4px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    margin-block-end: 4px;
    padding: 0;
    font-weight: var(--_strong);
  }
  .choice {
    display: flex;
    gap: 8px;
    align-items: center;
    min-block-size: var(--_target);
    cursor: pointer;
  }
  .choice input {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }
`;

interface IconButton {
  readonly part: string;
  readonly label: string;
  readonly shape: IconNode;
  press(): unknown;
}

export function iconButton({ part, label, shape, press }: IconButton): TemplateResult {
  return html`<button
    class="button quiet icon-only"
    part=${part}
    type="button"
    title=${label}
    aria-label=${label}
    @click=${press}
  >
    ${icon(shape)}
  </button>`;
}
