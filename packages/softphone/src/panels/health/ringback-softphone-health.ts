import { define } from '@ringback/ui';
import { html } from 'lit';
import type { PanelContext } from '../../softphone/panel.ts';
import { SoftphoneHealth } from './health.ts';

define('ringback-softphone-health', SoftphoneHealth);

export const view = (context: PanelContext) =>
  html`<ringback-softphone-health lang=${context.locale} .context=${context}></ringback-softphone-health>`;

declare global {
  interface HTMLElementTagNameMap {
    'ringback-softphone-health': SoftphoneHealth;
  }
}
