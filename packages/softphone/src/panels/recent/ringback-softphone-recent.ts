import { define } from '@ringback/ui';
import { html } from 'lit';
import type { PanelContext } from '../../softphone/panel.ts';
import { SoftphoneRecent } from './recent.ts';

define('ringback-softphone-recent', SoftphoneRecent);

export const view = (context: PanelContext) =>
  html`<ringback-softphone-recent lang=${context.locale} .context=${context}></ringback-softphone-recent>`;

declare global {
  interface HTMLElementTagNameMap {
    'ringback-softphone-recent': SoftphoneRecent;
  }
}
