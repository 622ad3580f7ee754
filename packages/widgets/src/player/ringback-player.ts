import { define } from '@ringback/ui';
import { RingbackPlayer } from './player.ts';

define('ringback-player', RingbackPlayer);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-player': RingbackPlayer;
  }
}
