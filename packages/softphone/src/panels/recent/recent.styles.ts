import { css } from 'lit';

export const recentStyles = css`
  .call {
    min-block-size: 44px;
    padding-block-start: 4px;
    border-block-start: 1px solid var(--_border);
  }
  .mark {
    display: grid;
    flex: none;
    color: var(--_muted);
  }
  .mark.missed {
    color: var(--_danger-text);
  }
  .who {
    display: block;
    font-weight: var(--_strong);
    font-variant-numeric: tabular-nums;
  }
  .grow .hint {
    font-variant-numeric: tabular-nums;
  }
  .reasons {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    align-items: center;
    padding-block: 4px 8px;
  }
  .reasons .hint {
    flex-basis: 100%;
  }
  .grow .hint {
    display: block;
  }
  .skeleton {
    block-size: 20px;
  }
`;
