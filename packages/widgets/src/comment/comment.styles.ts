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
    justify-content: space-between;
    gap: 0 8px;
  }
  .comment textarea {
    min-block-size: 64px;
    padding-block: 6px;
    resize: vertical;
    field-sizing: content;
    max-block-size: 240px;
    overflow-wrap: anywhere;
  }
  .saved {
    color: var(--_success-text);
  }
  .waiting {
    color: var(--_warning-text);
  }
  .failed {
    color: var(--_danger-text);
  }
`;
