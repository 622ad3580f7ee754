import { css } from 'lit';

export const funnelStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  .report {
    display: grid;
    gap: 16px;
    min-inline-size: 0;
  }
  h3,
  p,
  dl,
  dd {
    margin: 0;
  }
  h3 {
    margin-block-end: 8px;
    font-size: var(--_size-m);
  }
  [role='status']:empty {
    position: absolute;
  }
  .stale {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .toolbar label {
    display: grid;
    flex: 0 1 22ch;
    min-inline-size: 14ch;
  }
  .summary {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(16ch, 100%), 1fr));
    gap: 8px;
  }
  .summary > div {
    padding: 8px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  dt,
  .hint {
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  dd {
    font-size: calc(var(--_size-l) * 1.3);
    font-variant-numeric: tabular-nums;
    font-weight: var(--_strong);
    overflow-wrap: anywhere;
  }
  dd .hint {
    display: block;
    font-weight: normal;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  thead th {
    color: var(--_muted);
    font-size: var(--_size-s);
    font-weight: normal;
  }
  th,
  td {
    padding: 6px 8px;
    border-block-end: 1px solid var(--_border);
    text-align: start;
  }
  tbody th {
    min-inline-size: 12ch;
    font-weight: var(--_strong);
  }
  .end {
    text-align: end;
    white-space: nowrap;
  }
  .with-bar {
    inline-size: 34%;
    min-inline-size: 14ch;
  }
  .with-bar > * {
    vertical-align: middle;
  }
  .bar {
    display: inline-block;
    inline-size: calc(100% - 6ch);
    block-size: 16px;
    border-radius: 4px;
    background: var(--_raised);
  }
  .bar > span {
    display: block;
    min-inline-size: 2px;
    block-size: 100%;
    border-radius: 4px;
    background: var(--_accent);
    forced-color-adjust: none;
  }
  .bar.won > span {
    background: var(--_success);
  }
  .bar.lost > span {
    background: var(--_danger);
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(44ch, 100%), 1fr));
    gap: 16px 24px;
    min-inline-size: 0;
  }
  :is(.report, .pair) > section {
    min-inline-size: 0;
  }
  ul {
    display: grid;
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style-type: '';
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 4ch;
    align-items: center;
    gap: 8px;
    overflow-wrap: anywhere;
  }
  li .bar {
    inline-size: 100%;
  }
  @container (max-width: 519px) {
    .toolbar label {
      flex: 1 1 40%;
    }
    th,
    td {
      padding-inline: 4px;
    }
    thead .end {
      white-space: normal;
    }
    .with-bar {
      min-inline-size: 10ch;
    }
  }
`;
