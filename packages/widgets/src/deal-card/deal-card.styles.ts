import { css } from 'lit';

export const dealCardStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  .whole {
    display: grid;
    gap: 12px;
  }
  h2,
  h3,
  p {
    margin: 0;
  }
  h2 {
    font-size: var(--_size-l);
    overflow-wrap: anywhere;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 12px;
  }
  .stages {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin: 0;
    padding: 0;
    list-style-type: '';
  }
  .stages [aria-current='step'] {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .stages .won [aria-current='step'] {
    background: var(--_success);
    color: var(--_on-signal);
  }
  .stages .lost [aria-current='step'] {
    background: var(--_danger);
    color: var(--_on-signal);
  }
  fieldset.form {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  details {
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  summary {
    padding: 8px 12px;
    font-weight: var(--_strong);
    cursor: pointer;
  }
  .inside {
    display: grid;
    gap: 8px;
    padding: 0 12px 12px;
  }
  .entries {
    display: grid;
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style-type: '';
  }
  .entries li {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 12px;
    overflow-wrap: anywhere;
  }
  .entries .text,
  .entries :is(audio, ringback-player) {
    flex: 1 1 100%;
    min-inline-size: 0;
  }
  .muted {
    color: var(--_muted);
    font-size: var(--_size-s);
    font-variant-numeric: tabular-nums;
  }
`;
