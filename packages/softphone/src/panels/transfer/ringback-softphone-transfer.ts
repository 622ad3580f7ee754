import { define } from '@ringback/ui';
import { html } from 'lit';
import type { PanelContext } from '../../softphone/panel.ts';
import { SoftphoneTransfer } from './transfer.ts';

define('ringback-softphone-transfer', SoftphoneTransfer);

export const view = (context: PanelContext) =>
  html`<ringback-softphone-transfer
    lang=${context.locale}
    .context=${context}
  ></ringback-softphone-transfer>`;

declare global {
  interface HTMLElementTagNameMap {
    'ringback-softphone-transfer': SoftphoneTransfer;
  }
}
