import { css } from 'lit';

export const dealsStyles = css`
  .shown {
    display: flex;
    gap: 4px;
  }
  .board {
    display: grid;
    grid-auto-columns: minmax(220px, 1fr);
    grid-auto-flow: column;
    gap: 8px;
    max-block-size: var(--ringback-list-size, 60vh);
    padding-block-end: 8px;
    overflow: auto;
    overscroll-behavior: contain;
  }
  .column {
    display: grid;
    align-content: start;
    gap: 8px;
    padding: 0 8px 8px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  .column.over {
    outline: 2px dashed var(--_accent-text);
  }
  .column header {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    margin-inline: -8px;
    padding: 8px;
    border-block-end: 2px solid var(--_control);
    background: var(--_raised);
  }
  .column[data-outcome='won'] header {
    border-block-end-color: var(--_success-text);
  }
  .column[data-outcome='lost'] header {
    border-block-end-color: var(--_danger-text);
  }
  h3 {
    margin: 0;
    font-size: var(--_size-m);
    font-weight: var(--_strong);
  }
  .figures {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 8px;
    font-variant-numeric: tabular-nums;
  }
  .board ul {
    display: grid;
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style-type: '';
  }
  .none {
    padding: 8px;
  }
  .figures,
  .none,
  .muted {
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    padding: 8px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    font-size: var(--_size-s);
  }
  .card.taken {
    opacity: 0.6;
  }
  .card:has(> [data-grip]) {
    cursor: grab;
    user-select: none;
  }
  .card .open {
    align-self: center;
    font-size: var(--_size-m);
    font-weight: var(--_strong);
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .card .icon-only {
    min-block-size: 24px;
    min-inline-size: 24px;
    padding: 0;
    touch-action: none;
  }
  .line {
    grid-column: 1 / -1;
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  .late {
    color: var(--_danger-text);
  }
  dialog {
    inline-size: min(760px, calc(100vw - 16px));
    max-block-size: calc(100dvh - 16px);
    padding: 16px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
  }
  @media (pointer: coarse) {
    .card .icon-only {
      min-block-size: 44px;
      min-inline-size: 44px;
    }
  }
  @container (max-width: 599px) {
    .board {
      grid-auto-columns: minmax(78%, 1fr);
    }
  }
  .move:empty {
    display: none;
  }
`;
