import { define } from '@ringback/ui';
import { RingbackLeads } from './leads.ts';

define('ringback-leads', RingbackLeads);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-leads': RingbackLeads;
  }
}
