import { css } from 'lit';

export const transferStyles = css`
  .dot {
    flex: none;
    inline-size: 8px;
    block-size: 8px;
    border: 2px solid var(--_control);
    border-radius: 50%;
  }
  .dot.free {
    border-color: var(--_success-text);
    background: var(--_success-text);
  }
  .dot:is(.busy, .away, .do-not-disturb) {
    border-color: var(--_warning-text);
  }
  .skeleton {
    block-size: 24px;
  }
`;
