import { define } from '@ringback/ui';
import { RingbackPartyCard } from './party-card.ts';

define('ringback-party-card', RingbackPartyCard);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-party-card': RingbackPartyCard;
  }
}
