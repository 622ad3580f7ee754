import { define } from '@ringback/ui';
import { html } from 'lit';
import type { PanelContext } from '../../softphone/panel.ts';
import { SoftphoneForwarding } from './forwarding.ts';

define('ringback-softphone-forwarding', SoftphoneForwarding);

export const view = (context: PanelContext) =>
  html`<ringback-softphone-forwarding
    lang=${context.locale}
    .context=${context}
  ></ringback-softphone-forwarding>`;

declare global {
  interface HTMLElementTagNameMap {
    'ringback-softphone-forwarding': SoftphoneForwarding;
  }
}
