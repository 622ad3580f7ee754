import { css } from 'lit';

/** With `detailsStyles`. */
export const callWayStyles = css`
  .way {
    margin-block-start: 8px;
    font-size: var(--_size-s);
    overflow-wrap: anywhere;
  }
  .way summary {
    inline-size: fit-content;
    padding-block: 4px;
    cursor: pointer;
  }
  .way ol {
    display: grid;
    gap: 8px;
    margin: 4px 0 0;
    padding-inline-start: 3ch;
    font-variant-numeric: tabular-nums;
  }
  .way p {
    margin: 4px 0 0;
  }
  .way :is(time, .because) {
    color: var(--_muted);
  }
  .way .slow {
    color: var(--_warning-text);
    font-weight: var(--_strong);
  }
  @media (pointer: coarse) {
    .way summary {
      padding-block: 14px;
    }
  }
`;
