import { css } from 'lit';

export const styles = css`
  .row:not(.head) {
    block-size: 52px;
  }
  .who {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .badge {
    flex: none;
    block-size: 16px;
    color: var(--_muted);
  }
  .names,
  .result {
    display: grid;
    min-inline-size: 0;
  }
  .name,
  .about,
  .outcome,
  .mark {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .about {
    color: var(--_muted);
    font-size: var(--_size-s);
    font-weight: 400;
  }
  :is(.missed, .cut-off) :is(.badge, .outcome) {
    color: var(--_danger-text);
  }
  .mark {
    justify-self: start;
    max-inline-size: 100%;
    padding: 0 8px;
    border-radius: 999px;
    background: var(--_accent-soft);
    color: var(--_accent-text);
    line-height: 18px;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  .preview.none {
    color: var(--_muted);
    opacity: 0;
  }
  .row:hover .none,
  .none:focus-visible {
    opacity: 1;
  }
  .count {
    min-inline-size: 20px;
    padding: 0 6px;
    border-radius: 999px;
    background: var(--_danger);
    color: var(--_on-signal);
    font-size: var(--_size-s);
    text-align: center;
  }
  @container (max-width: 719px) {
    .row:not(.head) {
      block-size: 76px;
    }
    .names {
      display: flex;
      align-items: baseline;
      gap: 8px;
    }
    .about {
      flex: none;
      max-inline-size: 50%;
    }
    .result {
      display: flex;
      gap: 8px;
    }
  }
`;
