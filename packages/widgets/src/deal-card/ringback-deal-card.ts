import { define } from '@ringback/ui';
import { RingbackDealCard } from './deal-card.ts';

define('ringback-deal-card', RingbackDealCard);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-deal-card': RingbackDealCard;
  }
}
