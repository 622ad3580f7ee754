import { define } from '@ringback/ui';
import { html } from 'lit';
import type { PanelContext } from '../../softphone/panel.ts';
import { SoftphoneDevices } from './devices.ts';

define('ringback-softphone-devices', SoftphoneDevices);

export const view = (context: PanelContext) =>
  html`<ringback-softphone-devices lang=${context.locale} .context=${context}></ringback-softphone-devices>`;

declare global {
  interface HTMLElementTagNameMap {
    'ringback-softphone-devices': SoftphoneDevices;
  }
}
