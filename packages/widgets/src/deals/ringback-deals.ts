import { define } from '@ringback/ui';
import { RingbackDeals } from './deals.ts';

define('ringback-deals', RingbackDeals);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-deals': RingbackDeals;
  }
}
