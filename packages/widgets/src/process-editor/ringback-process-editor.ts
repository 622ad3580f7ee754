import { define } from '@ringback/ui';
import { RingbackProcessEditor } from './process-editor.ts';

define('ringback-process-editor', RingbackProcessEditor);

declare global {
  interface HTMLElementTagNameMap {
    'ringback-process-editor': RingbackProcessEditor;
  }
}
