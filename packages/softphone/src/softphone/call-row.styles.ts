/** A call in the strip: two lines where there is no room for one. */
import { css } from 'lit';

export const callStyles = css`
  .call {
    display: grid;
    grid-template-areas: 'badge who create timer' 'controls controls controls controls';
    grid-template-columns: auto minmax(0, 1fr) auto auto;
    gap: 8px 12px;
    align-items: center;
  }
  .call .badge {
    grid-area: badge;
  }
  .who {
    grid-area: who;
    min-inline-size: 0;
  }
  .title {
    display: block;
    overflow: hidden;
    font-weight: var(--_strong);
    font-variant-numeric: tabular-nums;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .details {
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    align-items: center;
    color: var(--_muted);
    font-size: var(--_size-s);
    font-variant-numeric: tabular-nums;
  }
  .number {
    overflow: hidden;
    min-inline-size: 0;
    max-inline-size: 100%;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .mark {
    overflow: hidden;
    min-inline-size: 0;
    max-inline-size: 100%;
    padding-inline: 8px;
    border-radius: var(--_radius);
    background: var(--_accent-soft);
    color: var(--_accent-text);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .warning {
    color: var(--_warning-text);
  }
  .state {
    white-space: nowrap;
  }
  .create {
    grid-area: create;
  }
  .timer {
    grid-area: timer;
    font-size: var(--_size-l);
    font-variant-numeric: tabular-nums;
    line-height: 1.2;
  }
  .controls {
    display: flex;
    grid-area: controls;
    flex-wrap: wrap;
    gap: 8px;
  }
  .controls:empty {
    display: none;
  }
  /* What has no room beside the others has a row of its own, and is never cut. */
  .controls .button:not(.icon-only) {
    flex: 1 0 auto;
  }

  :is(.incoming, .connected) .badge {
    background: var(--_success-soft);
    color: var(--_success-text);
  }
  .incoming .badge {
    outline: 2px solid transparent;
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      outline-color: var(--_success-text);
    }
  }
  :is(.held, .recovering) .badge,
  .recovering .state {
    color: var(--_warning-text);
  }

  @container (min-width: 640px) {
    .call {
      grid-template-areas: 'badge who create timer controls';
      grid-template-columns: auto minmax(0, 1fr) auto auto auto;
    }
    .controls {
      flex-wrap: nowrap;
    }
    .controls .button:not(.icon-only) {
      flex: none;
    }
    .state + .number::before {
      content: '·';
      margin-inline-end: 8px;
    }
  }
  /* The calls stand between the state and the field. */
  @container (min-width: 1080px) and (min-width: 77em) {
    .one-row > .status {
      padding-inline-end: 12px;
      border-inline-end: 1px solid var(--_border);
    }
    .one-row > .calls {
      padding-block-end: 0;
      border-block-end: 0;
    }
    .one-row > .dial {
      padding-inline-start: 12px;
      border-inline-start: 1px solid var(--_border);
    }
  }
`;
