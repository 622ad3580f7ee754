import { define } from '@ringback/ui';
import { html, type TemplateResult } from 'lit';
import type { PanelContext } from '../../softphone/panel.ts';
import { SoftphoneHeadset } from './headset.ts';

define('ringback-softphone-headset', SoftphoneHeadset);

export const view = (context: PanelContext): TemplateResult =>
  html`<ringback-softphone-headset lang=${context.locale} .context=${context}></ringback-softphone-headset>`;

declare global {
  interface HTMLElementTagNameMap {
    'ringback-softphone-headset': SoftphoneHeadset;
  }
}
