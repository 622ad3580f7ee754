import { css } from 'lit';

/** Of every list of records. The scroller is as high as the host lets it be: `--ringback-list-size`. */
export const listStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  .list {
    display: grid;
    gap: 8px;
  }
  p {
    margin: 0;
  }
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
  }
  .toolbar label {
    display: grid;
    flex: 1 1 14ch;
    min-inline-size: 12ch;
    max-inline-size: 24ch;
  }
  .toolbar .search {
    flex: 3 1 20ch;
    max-inline-size: none;
  }
  .filters {
    display: contents;
  }
  .fold {
    display: none;
  }
  .set {
    min-inline-size: 20px;
    border-radius: 999px;
    background: var(--_accent-soft);
    color: var(--_accent-text);
    font-size: var(--_size-s);
    text-align: center;
  }
  [popovertarget='options'] {
    anchor-name: --options;
  }
  [role='status']:empty {
    position: absolute;
  }
  .stale {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--_warning-text);
  }
  .scroller {
    max-block-size: var(--ringback-list-size, 60vh);
    overflow: auto;
    overscroll-behavior: contain;
  }
  .row {
    display: grid;
    grid-template-columns: var(--_columns);
    align-items: center;
    gap: 0 12px;
    block-size: 48px;
    padding-inline: 12px;
    border-block-end: 1px solid var(--_border);
  }
  .row:hover,
  .row:focus-within {
    background: var(--_raised);
  }
  .head {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    block-size: 36px;
    background: var(--_surface);
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .cell {
    min-inline-size: 0;
  }
  .cell,
  .open,
  .sort {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .cell.end {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .cell:not(.lead) {
    font-size: var(--_size-s);
  }
  .lead {
    font-weight: var(--_strong);
  }
  .open,
  .sort {
    max-inline-size: 100%;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  .open:hover,
  .sort:hover {
    text-decoration: underline;
  }
  .actions {
    display: flex;
    justify-content: end;
  }
  .details {
    padding: 12px;
    border-block-end: 1px solid var(--_border);
    background: var(--_raised);
  }
  .problem {
    color: var(--_danger-text);
    font-size: var(--_size-s);
  }
  .scroller,
  .message,
  .loading,
  .popover {
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .message {
    display: grid;
    gap: 12px;
    justify-items: center;
    padding: 32px 16px;
    color: var(--_muted);
    text-align: center;
  }
  .ghost {
    display: flex;
    gap: 12px;
    padding: 16px 12px;
  }
  .skeleton.wide {
    flex: 0 1 24ch;
  }
  .foot {
    padding: 8px 12px;
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .popover {
    inset: auto;
    margin: 4px 0;
    position-anchor: --options;
    position-area: block-end span-inline-start;
    position-try-fallbacks: flip-inline, flip-block;
    padding: 12px;
    color: var(--_text);
    box-shadow: 0 4px 16px rgb(0 0 0 / 20%);
    max-block-size: min(70vb, 560px);
    overflow: auto;
  }
  @container (max-width: 719px) {
    .toolbar label {
      flex: 1 1 40%;
      max-inline-size: none;
    }
    .toolbar .search {
      flex-basis: 100%;
    }
    .fold {
      display: inline-flex;
    }
    .filters {
      display: none;
    }
    .filters[data-unfolded] {
      display: flex;
      flex-wrap: wrap;
      flex-basis: 100%;
      order: 1;
      gap: 8px;
    }
    .head {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .row:not(.head) {
      grid-template-columns: minmax(0, 1fr) auto;
      grid-auto-rows: min-content;
      align-content: center;
      block-size: 76px;
    }
    .row:not(.head) .cell {
      grid-column: 1;
    }
    .row:not(.head) .cell:not(.narrow) {
      display: none;
    }
    .row:not(.head) .cell.end {
      text-align: start;
    }
    /* What it is called has the whole line: beside the actions it would be cut to a word. */
    .row:not(.head) .lead {
      grid-column: 1 / -1;
    }
    .row:not(.head) .actions {
      grid-row: 2 / span 2;
      grid-column: 2;
    }
  }
`;
