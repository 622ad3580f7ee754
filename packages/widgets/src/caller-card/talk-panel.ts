/** What the ring window does not need: loaded right after the card itself, so that the first ring is painted by less code. */
export { CommentDrafts } from '../comment/comment-drafts.ts';
export { commentField } from '../comment/comment-field.ts';
export { Identify } from './identify.ts';
export { identifyView } from './identify-view.ts';
