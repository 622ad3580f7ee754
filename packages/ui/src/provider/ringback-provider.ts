import { define } from '../define.ts';
import { RingbackProvider } from './provider.ts';

define('ringback-provider', RingbackProvider);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-provider': RingbackProvider;
  }
}
