import { css } from 'lit';

export const healthStyles = css`
  /* The sentence needs the whole width; what to do about it stands below. */
  .part {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 4px 8px;
    align-items: start;
    padding-block: 4px;
  }
  .part > .button {
    grid-column: 2;
    justify-self: start;
  }
  .part > .icon {
    margin-block-start: 2px;
    color: var(--_muted);
  }
  .part.ok > .icon {
    color: var(--_success-text);
  }
  .part.failed > .icon {
    color: var(--_danger-text);
  }
  .part.trying > .icon {
    color: var(--_warning-text);
  }
  .part b {
    display: block;
    font-weight: var(--_strong);
  }
  .quality {
    display: grid;
    gap: 8px;
    padding-block-start: 12px;
    border-block-start: 1px solid var(--_border);
  }
  .grade.good {
    color: var(--_success-text);
  }
  .grade.fair {
    color: var(--_warning-text);
  }
  .grade.poor {
    color: var(--_danger-text);
  }
  .chart {
    inline-size: 100%;
    block-size: 48px;
    border-radius: 4px;
    background: var(--_raised);
    /* Time runs from left to right in every language. */
    direction: ltr;
  }
  .limit {
    stroke: var(--_border);
    stroke-dasharray: 4;
    vector-effect: non-scaling-stroke;
  }
  .line {
    fill: none;
    stroke: var(--_accent-text);
    stroke-width: 2;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .values {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 8px;
    margin: 0;
    font-variant-numeric: tabular-nums;
  }
  dt {
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  dd {
    margin: 0;
  }
`;
