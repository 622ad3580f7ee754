import { css } from 'lit';

/** Of every form of a record; with `fieldStyles`, `buttonStyles` and `formButtonsStyles`. */
export const formStyles = css`
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(22ch, 100%), 1fr));
    gap: 8px 12px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .fields + .fields {
    margin-block-start: 12px;
  }
  legend {
    padding: 0;
    margin-block-end: 4px;
    font-weight: var(--_strong);
  }
  .form-field {
    display: block;
    min-inline-size: 0;
  }
  .checks {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
    min-block-size: var(--_target);
    align-items: center;
  }
  .form-field .field-error:empty {
    display: none;
  }
`;
