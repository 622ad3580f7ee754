import { css } from 'lit';

export const forwardingStyles = css`
  .step {
    display: grid;
    gap: 8px;
    padding: 8px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .seconds {
    flex: none;
    inline-size: 72px;
  }
  .row label {
    flex: 1;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .chip {
    padding-inline: 8px;
    font-size: var(--_size-s);
    font-weight: inherit;
  }
`;
