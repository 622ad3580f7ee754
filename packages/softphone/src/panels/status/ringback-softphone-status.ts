import { define } from '@ringback/ui';
import { html } from 'lit';
import type { PanelContext } from '../../softphone/panel.ts';
import { SoftphoneStatus } from './status.ts';

define('ringback-softphone-status', SoftphoneStatus);

export const view = (context: PanelContext) =>
  html`<ringback-softphone-status lang=${context.locale} .context=${context}></ringback-softphone-status>`;

declare global {
  interface HTMLElementTagNameMap {
    'ringback-softphone-status': SoftphoneStatus;
  }
}
