import { define } from '@ringback/ui';
import { html } from 'lit';
import type { PanelContext } from '../../softphone/panel.ts';
import { SoftphonePlace } from './place.ts';

define('ringback-softphone-place', SoftphonePlace);

export const view = (context: PanelContext) =>
  html`<ringback-softphone-place lang=${context.locale} .context=${context}></ringback-softphone-place>`;

declare global {
  interface HTMLElementTagNameMap {
    'ringback-softphone-place': SoftphonePlace;
  }
}
