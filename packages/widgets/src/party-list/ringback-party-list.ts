import { define } from '@ringback/ui';
import { RingbackPartyList } from './party-list.ts';

define('ringback-party-list', RingbackPartyList);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-party-list': RingbackPartyList;
  }
}
