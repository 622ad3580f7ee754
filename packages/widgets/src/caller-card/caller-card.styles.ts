import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    max-inline-size: var(--ringback-caller-card-max-width, 420px);
  }
  :host(:state(empty):not([standing])),
  :host(:state(away)),
  [hidden] {
    display: none;
  }
  p,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  b,
  .words,
  .name {
    font-weight: var(--_strong);
  }
  small,
  dl,
  .hint,
  .sure {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
  }
  .sure p {
    flex-basis: 100%;
    margin: 0;
  }
  .doubt {
    font-size: var(--_size-s);
  }
  small,
  dt,
  .hint,
  [part='number'],
  [part='claim'] {
    color: var(--_muted);
  }
  bdi,
  dd,
  [part='claim'] {
    overflow-wrap: anywhere;
  }

  .card,
  .empty {
    padding: 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .card {
    background: var(--_surface);
    font-variant-numeric: tabular-nums;
  }
  .ring {
    border-color: var(--_accent-text);
  }
  .empty {
    border-style: dashed;
    color: var(--_muted);
    text-align: center;
  }
  section,
  div,
  form,
  label,
  .option {
    display: grid;
    gap: 4px;
    min-inline-size: 0;
  }
  .card {
    gap: 12px;
  }
  [part='who'] {
    justify-items: start;
  }
  .folded > :not(header, .switch, [part='who']),
  .folded > [part='who'] > :not(:first-child) {
    display: none;
  }
  .card:not(.folded) [part='fold'] svg {
    rotate: 180deg;
  }
  .picker,
  .last {
    inline-size: 100%;
  }
  header,
  .title,
  dl > div,
  .candidate,
  .candidate > div,
  .actions,
  .switch {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }

  .words,
  dd,
  .candidate > div {
    flex: 1;
    min-inline-size: 0;
  }
  .badge {
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    border-radius: 50%;
    background: var(--_raised);
    color: var(--_muted);
  }
  .ring .badge {
    background: var(--_accent-soft);
    color: var(--_accent-text);
    animation: breathe 1.6s ease-in-out infinite;
  }
  .talk .badge {
    background: var(--_success);
    color: var(--_on-signal);
  }
  @keyframes breathe {
    50% {
      box-shadow: 0 0 0 4px var(--_accent-soft);
    }
  }
  .mark {
    padding: 0 8px;
    border: 1px solid transparent;
    border-radius: 999px;
    background: var(--_accent-soft);
    color: var(--_accent-text);
    font-size: var(--_size-s);
    font-weight: 400;
    line-height: 20px;
    white-space: nowrap;
  }
  .kind {
    border-color: var(--_border);
    background: none;
    color: var(--_muted);
  }
  .quiet {
    margin-block: -4px;
    margin-inline-end: -4px;
  }

  .name {
    font-size: var(--_size-l);
    line-height: 1.3;
  }
  .link.name {
    color: var(--_text);
    text-decoration-color: var(--_control);
  }
  .candidate .name {
    font-size: inherit;
  }
  .last {
    padding-inline-start: 10px;
    border-inline-start: 2px solid var(--_border);
  }
  q {
    quotes: none;
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
  }
  .wide {
    inline-size: 20ch;
  }
  .unknown {
    color: var(--_danger-text);
  }
  .candidate {
    flex-wrap: nowrap;
    align-items: start;
    padding-block: 8px;
    border-block-start: 1px solid var(--_border);
  }
  .candidate small {
    inline-size: 100%;
  }

  .actions .button,
  .switch .button {
    flex: 1 1 120px;
    min-block-size: max(36px, var(--_target));
  }
  .actions,
  .switch {
    align-items: stretch;
  }
  .switch {
    padding-block-end: 12px;
    border-block-end: 1px solid var(--_border);
  }
  .switch .button {
    display: grid;
    justify-items: start;
    gap: 0;
    min-inline-size: 0;
    text-align: start;
  }

  .identify,
  form {
    gap: 8px;
  }
  .identify {
    padding: 12px;
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  .identify [aria-pressed='false'],
  .found {
    background: var(--_surface);
  }
  .found {
    overflow: auto;
    max-block-size: 220px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .option {
    gap: 0;
    min-block-size: var(--_target);
    padding: 6px 8px;
    border-inline-start: 3px solid transparent;
    cursor: pointer;
  }
  .option:hover {
    background: var(--_raised);
  }
  .option[aria-selected='true'] {
    border-color: var(--_accent-text);
    background: var(--_accent-soft);
  }
  [aria-selected='true'] small,
  [aria-pressed='true'] small {
    color: inherit;
  }
  /* Still there for screen readers, which hear only what changes in what they know. */
  .hint:empty,
  .field-error:empty,
  [role='alert']:empty {
    position: absolute;
  }
  @media (forced-colors: active) {
    .option[aria-selected='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .badge {
      border: 1px solid currentColor;
    }
  }
`;
