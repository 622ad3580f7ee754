import { define } from '@ringback/ui';
import { RingbackTimeline } from './timeline.ts';

define('ringback-timeline', RingbackTimeline);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-timeline': RingbackTimeline;
  }
}
