import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    max-inline-size: var(--ringback-caller-card-max-width, 420px);
  }
  :host(:state(empty):not([standing])) {
    display: none;
  }
  .card {
    display: grid;
    gap: 12px;
    padding: 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .card.ring {
    border-color: var(--_accent-text);
  }
  p {
    margin: 0;
  }
  .empty {
    padding: 12px;
    border: 1px dashed var(--_border);
    border-radius: var(--_radius);
    color: var(--_muted);
    text-align: center;
  }

  .state {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--_muted);
  }
  .state-words {
    font-weight: var(--_strong);
    color: var(--_text);
  }
  .badge {
    display: grid;
    place-items: center;
    flex: none;
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
  .mark,
  .kind {
    flex: none;
    padding: 0 8px;
    border: 1px solid var(--_border);
    border-radius: 999px;
    color: var(--_muted);
    font-size: var(--_size-s);
    line-height: 20px;
  }
  .mark {
    border-color: transparent;
    background: var(--_accent-soft);
    color: var(--_accent-text);
  }
  .timer {
    margin-inline-start: auto;
    color: var(--_text);
    font-variant-numeric: tabular-nums;
  }
  [part='close'] {
    margin-block: -4px;
    margin-inline-end: -4px;
  }
  .timer + [part='close'] {
    margin-inline-start: 0;
  }
  .state > [part='close']:not(.timer + *) {
    margin-inline-start: auto;
  }

  .who {
    display: grid;
    gap: 4px;
    justify-items: start;
    min-inline-size: 0;
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    min-inline-size: 0;
  }
  .name {
    font-size: var(--_size-l);
    font-weight: var(--_strong);
    line-height: 1.3;
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  .link.name {
    color: var(--_text);
    text-decoration-color: var(--_control);
  }
  .number,
  .claim,
  .reason,
  .hint {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  .reason,
  .hint,
  .doubt,
  .last-when {
    font-size: var(--_size-s);
  }
  .claim,
  .last-comment {
    overflow-wrap: anywhere;
  }
  .wrong {
    color: var(--_danger-text);
  }
  .hint .icon {
    inline-size: 12px;
    block-size: 12px;
    vertical-align: -1px;
  }

  .facts {
    display: grid;
    gap: 2px;
    margin: 4px 0 0;
    font-size: var(--_size-s);
  }
  .facts > div {
    display: flex;
    gap: 8px;
  }
  dt {
    flex: none;
    color: var(--_muted);
  }
  dd {
    min-inline-size: 0;
    margin: 0;
    overflow-wrap: anywhere;
  }
  .last {
    display: grid;
    gap: 2px;
    inline-size: 100%;
    margin-block-start: 4px;
    padding-inline-start: 10px;
    border-inline-start: 2px solid var(--_border);
  }
  .last-when {
    color: var(--_muted);
  }
  .last-comment {
    quotes: none;
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
  }
  .looking {
    display: grid;
    gap: 8px;
    justify-items: start;
    padding-block: 4px;
  }
  .skeleton.wide {
    min-inline-size: 20ch;
  }

  .ask {
    font-weight: var(--_strong);
  }
  .picker {
    display: grid;
    gap: 4px;
    inline-size: 100%;
    margin-block-start: 4px;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style-type: '';
  }
  .candidate {
    display: flex;
    align-items: start;
    justify-content: space-between;
    gap: 8px;
    padding-block: 8px;
    border-block-start: 1px solid var(--_border);
  }
  .candidate > div {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    min-inline-size: 0;
  }
  .candidate .reason {
    inline-size: 100%;
  }

  .actions {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
  }
  .actions .button,
  .tabs .button {
    min-block-size: max(36px, var(--_target));
  }

  .switch {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    padding-block-end: 12px;
    border-block-end: 1px solid var(--_border);
  }
  .switch .button {
    flex: 1 1 140px;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
    gap: 0;
    min-inline-size: 0;
    text-align: start;
  }
  .switch bdi {
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .switch-state {
    color: var(--_muted);
    font-size: var(--_size-s);
    font-weight: 400;
  }
  .switch [aria-pressed='true'] .switch-state {
    color: inherit;
  }

  .identify {
    display: grid;
    gap: 8px;
    padding: 12px;
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  .tabs {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .tabs .button {
    flex: 1 1 120px;
  }
  .tabs .button:not([aria-pressed='true']) {
    background: var(--_surface);
  }
  .create {
    display: grid;
    gap: 4px;
  }
  .create .button {
    margin-block-start: 8px;
  }
  .create .field-error:empty {
    display: none;
  }
  .create .field-error {
    display: block;
  }
  .label:not(:first-child) {
    margin-block-start: 4px;
  }
  .comment .label {
    margin: 0;
  }
  .found {
    overflow: auto;
    max-block-size: 220px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .found[hidden] {
    display: none;
  }
  .option {
    display: grid;
    min-block-size: var(--_target);
    padding: 6px 8px;
    border-inline-start: 3px solid transparent;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .option:hover {
    background: var(--_raised);
  }
  .option[aria-selected='true'] {
    border-inline-start-color: var(--_accent-text);
    background: var(--_accent-soft);
  }
  .option[aria-selected='true'] .reason {
    color: var(--_text);
  }
  /* Still there for screen readers, which hear only what changes in what they know. */
  .hint:empty,
  [role='alert']:empty {
    position: absolute;
  }
  .owner {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    margin-block-start: 8px;
    overflow-wrap: anywhere;
  }
  @media (forced-colors: active) {
    .option[aria-selected='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .option[aria-selected='true'] .reason {
      color: inherit;
    }
    .badge {
      border: 1px solid currentColor;
    }
  }
`;
