import { define } from '@ringback/ui';
import { html } from 'lit';
import type { PanelContext } from '../../softphone/panel.ts';
import { SoftphoneCreate } from './create.ts';

define('ringback-softphone-create', SoftphoneCreate);

export const view = (context: PanelContext) =>
  html`<ringback-softphone-create lang=${context.locale} .context=${context}></ringback-softphone-create>`;

declare global {
  interface HTMLElementTagNameMap {
    'ringback-softphone-create': SoftphoneCreate;
  }
}
