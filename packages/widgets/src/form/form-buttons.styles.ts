import { css } from 'lit';

/** The row of buttons under a form, or under a question. */
export const formButtonsStyles = css`
  .form-buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: 12px;
  }
`;
