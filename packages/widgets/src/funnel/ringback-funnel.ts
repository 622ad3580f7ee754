import { define } from '@ringback/ui';
import { RingbackFunnel } from './funnel.ts';

define('ringback-funnel', RingbackFunnel);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-funnel': RingbackFunnel;
  }
}
