import { define } from '@ringback/ui';
import { html } from 'lit';
import type { PanelContext } from '../../softphone/panel.ts';
import { SoftphoneKeypad } from './keypad.ts';

define('ringback-softphone-keypad', SoftphoneKeypad);

export const view = (context: PanelContext) =>
  html`<ringback-softphone-keypad lang=${context.locale} .context=${context}></ringback-softphone-keypad>`;

declare global {
  interface HTMLElementTagNameMap {
    'ringback-softphone-keypad': SoftphoneKeypad;
  }
}
