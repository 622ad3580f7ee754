import { css } from 'lit';

export const processEditorStyles = css`
  :host {
    display: block;
  }
  section,
  form {
    display: grid;
    gap: 12px;
    min-inline-size: 0;
  }
  section {
    padding: 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  h3,
  p {
    margin: 0;
  }
  h3 {
    font-size: var(--_size-m);
  }
  fieldset {
    display: grid;
    gap: 8px;
    min-inline-size: 0;
    margin: 0;
    padding: 8px 12px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  legend {
    padding-inline: 4px;
    font-weight: var(--_strong);
  }
  .button {
    justify-self: start;
  }
  .row,
  .checks,
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
  }
  .row > label {
    flex: 0 1 18ch;
    min-inline-size: 0;
  }
  .row > .wide {
    flex: 1 1 26ch;
  }
  .check {
    display: flex;
    align-items: center;
    gap: 4px;
    min-block-size: var(--_target);
  }
  .matrix {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
  }
  th,
  td {
    padding: 4px 8px;
    border: 1px solid var(--_border);
    text-align: center;
  }
  th {
    max-inline-size: 16ch;
    font-weight: var(--_strong);
    overflow-wrap: anywhere;
  }
  th[scope='row'] {
    position: sticky;
    inset-inline-start: 0;
    background: var(--_surface);
    text-align: start;
  }
  td input {
    inline-size: 24px;
    block-size: 24px;
    margin: 0;
  }
  .problems {
    margin: 0;
    padding-inline-start: 20px;
    color: var(--_danger-text);
  }
  .fine {
    color: var(--_success-text);
  }
`;
