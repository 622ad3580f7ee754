import { define } from '@ringback/ui';
import { html } from 'lit';
import type { PanelContext } from '../../softphone/panel.ts';
import { SoftphoneKeys } from './keys.ts';

define('ringback-softphone-keys', SoftphoneKeys);

export const view = (context: PanelContext) =>
  html`<ringback-softphone-keys lang=${context.locale} .context=${context}></ringback-softphone-keys>`;

declare global {
  interface HTMLElementTagNameMap {
    'ringback-softphone-keys': SoftphoneKeys;
  }
}
