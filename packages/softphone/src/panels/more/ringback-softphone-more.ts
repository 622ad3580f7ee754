import { define } from '@ringback/ui';
import { html } from 'lit';
import type { PanelContext } from '../../softphone/panel.ts';
import { SoftphoneMore } from './more.ts';

define('ringback-softphone-more', SoftphoneMore);

export const view = (context: PanelContext) =>
  html`<ringback-softphone-more lang=${context.locale} .context=${context}></ringback-softphone-more>`;

declare global {
  interface HTMLElementTagNameMap {
    'ringback-softphone-more': SoftphoneMore;
  }
}
