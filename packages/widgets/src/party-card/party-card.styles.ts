import { css } from 'lit';

export const partyCardStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  .whole,
  .panel {
    display: grid;
    gap: 12px;
    min-inline-size: 0;
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
  h2:focus {
    outline: none;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    justify-content: space-between;
    gap: 8px 16px;
  }
  .who {
    display: grid;
    flex: 1 1 28ch;
    gap: 4px;
    min-inline-size: 0;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 12px;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
  .chip {
    padding: 0 8px;
    border: 1px solid var(--_border);
    border-radius: 999px;
    background: var(--_accent-soft);
    color: var(--_text);
    font-size: var(--_size-s);
  }
  .reach {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .reach .button {
    flex-shrink: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .figures {
    font-variant-numeric: tabular-nums;
  }
  .tabs {
    display: flex;
    gap: 4px;
    overflow-x: auto;
    border-block-end: 1px solid var(--_border);
    scrollbar-width: thin;
  }
  .tab {
    flex: none;
    min-block-size: var(--_target);
    padding: 4px 12px;
    border: 0;
    border-block-end: 2px solid transparent;
    background: none;
    color: var(--_muted);
    font: inherit;
    cursor: pointer;
  }
  .tab:hover {
    color: var(--_text);
  }
  .tab:focus-visible {
    outline-offset: -2px;
  }
  .tab[aria-selected='true'] {
    border-block-end-color: var(--_accent-text);
    color: var(--_accent-text);
    font-weight: var(--_strong);
  }
  fieldset.form {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .phones {
    display: grid;
    gap: 4px;
    align-content: start;
    justify-items: start;
  }
  .phone {
    display: flex;
    align-items: center;
    gap: 4px;
    inline-size: 100%;
  }
  .form-field .now {
    color: var(--_text);
    font-weight: var(--_strong);
  }
  .found,
  .entries {
    display: grid;
    gap: 4px;
    margin: 0;
    padding: 0;
    list-style-type: '';
  }
  .found {
    display: flex;
    flex-wrap: wrap;
    margin-block-start: 4px;
  }
  .found .button {
    flex-shrink: 1;
    text-align: start;
  }
  .entries li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding-block: 4px;
    border-block-end: 1px solid var(--_border);
    overflow-wrap: anywhere;
  }
  .entries .end {
    margin-inline-start: auto;
  }
  .muted {
    color: var(--_muted);
    font-size: var(--_size-s);
    font-variant-numeric: tabular-nums;
  }
  .pairs {
    display: grid;
    gap: 8px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .pair {
    display: grid;
    grid-template-columns: minmax(10ch, 1fr) repeat(2, minmax(0, 2fr));
    align-items: baseline;
    gap: 4px 12px;
  }
  .pair label {
    display: flex;
    align-items: baseline;
    gap: 8px;
    min-block-size: var(--_target);
    overflow-wrap: anywhere;
  }
  @container (max-width: 519px) {
    .pair {
      grid-template-columns: 1fr 1fr;
    }
    .pair > :first-child {
      grid-column: 1 / -1;
    }
  }
`;
