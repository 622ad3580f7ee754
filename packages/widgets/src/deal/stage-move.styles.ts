import { css } from 'lit';

/** With `fieldStyles`, `buttonStyles` and `formButtonsStyles`. */
export const stageMoveStyles = css`
  .note {
    display: grid;
    gap: 8px;
    padding: 12px;
    border: 1px solid var(--_warning-text);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .note p {
    margin: 0;
  }
  .move:empty {
    display: none;
  }
`;
