import { css } from 'lit';

export const keypadStyles = css`
  .keypad {
    display: grid;
    grid-template-columns: repeat(3, minmax(56px, 1fr));
    gap: 8px;
    /* 1 2 3 from the left, as on every telephone. */
    direction: ltr;
  }
  .key {
    min-block-size: max(40px, var(--_target));
    font-size: var(--_size-l);
    font-variant-numeric: tabular-nums;
  }
  .tones {
    overflow: hidden;
    min-block-size: 1.4em;
    font-size: var(--_size-l);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
    /* The last key pressed stays in sight. */
    direction: rtl;
    unicode-bidi: plaintext;
    text-align: start;
  }
`;
