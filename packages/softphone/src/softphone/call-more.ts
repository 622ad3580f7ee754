/** Everything about calls, in one part: it comes with the first call of a page. Who only waits for calls does not load it. */
export { callActions } from './call-actions.ts';
export { announce, RecordingTeller } from './announcer.ts';
export { callRow } from './call-row.ts';
export { callStyles } from './call-row.styles.ts';
export { Callers } from './caller.ts';
export { CutCalls } from './cut-calls.ts';
