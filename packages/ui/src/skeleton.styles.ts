import { css } from 'lit';

/** `.skeleton`: a place where words will stand. Still, because nothing but a ringing call moves. */
export const skeletonStyles = css`
  .skeleton {
    display: inline-block;
    min-inline-size: 8ch;
    block-size: 1em;
    border-radius: 4px;
    background: var(--_border);
    vertical-align: -0.125em;
  }
  @media (forced-colors: active) {
    .skeleton {
      border: 1px solid CanvasText;
    }
  }
`;
