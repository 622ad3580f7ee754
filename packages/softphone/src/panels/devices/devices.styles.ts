import { css } from 'lit';

export const devicesStyles = css`
  .device {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 8px;
    align-items: end;
  }
  .news {
    padding: 8px;
    border-radius: var(--_radius);
    background: var(--_accent-soft);
  }
  .meter {
    block-size: 8px;
    overflow: hidden;
    border-radius: 4px;
    background: var(--_raised);
    outline: 1px solid var(--_border);
  }
  .bar {
    display: block;
    block-size: 100%;
    background: var(--_success-text);
  }
  @media (forced-colors: active) {
    .bar {
      forced-color-adjust: none;
      background: Highlight;
    }
  }
`;
