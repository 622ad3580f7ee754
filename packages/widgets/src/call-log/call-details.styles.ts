import { css } from 'lit';

/** Facts, and what stands beside them. */
export const detailsStyles = css`
  .inside {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 28ch), 1fr));
    gap: 12px 24px;
  }
  .said {
    display: grid;
    align-content: start;
    gap: 12px;
    min-inline-size: 0;
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 24px;
    margin: 0;
    font-size: var(--_size-s);
  }
  dt {
    color: var(--_muted);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
`;
