import { css } from 'lit';

/** Of a list in whose rows something is chosen. */
export const inlineChoiceStyles = css`
  .inline {
    margin-inline-start: -4px;
    max-inline-size: 100%;
    min-block-size: 24px;
    border: 1px solid transparent;
    border-radius: 4px;
    background: transparent;
    color: inherit;
    font: inherit;
    text-overflow: ellipsis;
  }
  .inline:hover,
  .inline:focus-visible {
    border-color: var(--_control);
  }
`;
