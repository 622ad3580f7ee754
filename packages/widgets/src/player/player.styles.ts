import { css } from 'lit';

export const playerStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  .player {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    padding: 4px 8px 4px 4px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  p {
    margin: 0;
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .problem {
    flex-basis: 100%;
    color: var(--_danger-text);
  }
  .problem:empty {
    display: none;
  }
  .place {
    position: relative;
    flex: 1 1 16ch;
    min-inline-size: 12ch;
    block-size: var(--_target);
  }
  .place svg {
    position: absolute;
    inset: 4px 0;
    inline-size: 100%;
    block-size: calc(100% - 8px);
    pointer-events: none;
  }
  .place:dir(rtl) svg {
    transform: scaleX(-1);
  }
  .place path {
    fill: none;
    stroke: var(--_control);
    stroke-width: 2;
    vector-effect: non-scaling-stroke;
  }
  .heard {
    clip-path: inset(0 calc(100% - var(--_heard)) 0 0);
  }
  .place .heard path {
    stroke: var(--_accent-text);
  }
  input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    border-radius: 4px;
    background: none;
    appearance: none;
    cursor: pointer;
  }
  input::-webkit-slider-runnable-track {
    block-size: 100%;
    background: none;
  }
  input::-webkit-slider-thumb {
    inline-size: 2px;
    block-size: 100%;
    border: 0;
    background: var(--_accent-text);
    appearance: none;
  }
  input::-moz-range-track {
    background: none;
  }
  input::-moz-range-thumb {
    inline-size: 2px;
    block-size: 100%;
    border: 0;
    border-radius: 0;
    background: var(--_accent-text);
  }
  .time {
    font-size: var(--_size-s);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .field {
    inline-size: auto;
    min-block-size: var(--_target);
    padding: 0 4px;
    font-size: var(--_size-s);
  }
  .sure {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  @container (max-width: 359px) {
    .place {
      order: 1;
      flex-basis: 100%;
    }
    .time {
      margin-inline-end: auto;
    }
  }
  @media (forced-colors: active) {
    .place path {
      stroke: GrayText;
    }
    .place .heard path {
      stroke: Highlight;
    }
  }
`;
