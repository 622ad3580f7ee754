import { css } from 'lit';

/** Comes with the options. */
export const menuStyles = css`
  .popover ul {
    display: grid;
    gap: 4px;
    margin: 0;
    padding: 0;
    list-style-type: '';
  }
  .popover li {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .popover label:has([type='checkbox']) {
    display: flex;
    flex: 1;
    gap: 8px;
    max-inline-size: none;
    align-items: center;
  }
  .popover fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  .popover :is(form, .file) {
    margin-block-start: 12px;
    padding-block-start: 12px;
    border-block-start: 1px solid var(--_border);
  }
  .popover form {
    display: grid;
    gap: 8px;
    min-inline-size: min(28ch, 80vw);
  }
`;
