import { define } from '@ringback/ui';
import { RingbackCallerCard } from './caller-card.ts';

define('ringback-caller-card', RingbackCallerCard);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-caller-card': RingbackCallerCard;
  }
}
