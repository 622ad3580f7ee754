import { define } from '@ringback/ui';
import { RingbackLetters } from './letters.ts';

define('ringback-letters', RingbackLetters);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-letters': RingbackLetters;
  }
}
