import { define } from '@ringback/ui';
import { html } from 'lit';
import type { PanelContext } from '../../softphone/panel.ts';
import { SoftphoneNumbers } from './numbers.ts';

define('ringback-softphone-numbers', SoftphoneNumbers);

export const view = (context: PanelContext) =>
  html`<ringback-softphone-numbers lang=${context.locale} .context=${context}></ringback-softphone-numbers>`;

declare global {
  interface HTMLElementTagNameMap {
    'ringback-softphone-numbers': SoftphoneNumbers;
  }
}
