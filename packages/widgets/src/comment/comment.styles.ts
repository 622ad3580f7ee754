import { css } from 'lit';

export const commentStyles = css`
  .comment {
    display: grid;
    align-content: start;
    gap: 4px;
  }
  .comment-head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 8px;
  }
  .comment textarea {
    display: block;
    min-block-size: 64px;
    padding-block: 6px;
    resize: vertical;
    field-sizing: content;
    max-block-size: 240px;
    overflow-wrap: anywhere;
  }
  .save {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .save .icon {
    inline-size: 12px;
    block-size: 12px;
  }
  .save.saved {
    color: var(--_success-text);
  }
  .save.waiting {
    color: var(--_warning-text);
  }
  .save.failed {
    color: var(--_danger-text);
  }
`;
