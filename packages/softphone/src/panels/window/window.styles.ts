import { css } from 'lit';

export const windowStyles = css`
  body {
    display: grid;
    gap: 12px;
    align-content: center;
    min-block-size: 100vh;
    margin: 0;
    padding: 12px;
    background: var(--_surface);
    color: var(--_text);
    font:
      14px/1.4 system-ui,
      sans-serif;
  }
  .call {
    display: grid;
    gap: 8px;
  }
  .who {
    overflow: hidden;
    font-weight: var(--_strong);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .row {
    display: flex;
    gap: 8px;
    align-items: center;
  }
  .state {
    flex: 1;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
`;
