import { css } from 'lit';

export const recordWindowStyles = css`
  :host {
    display: contents;
  }
  dialog,
  dialog form,
  .candidates,
  .candidate > div,
  .pair {
    display: grid;
    gap: 12px;
    min-inline-size: 0;
  }
  dialog:not([open]) {
    display: none;
  }
  header {
    display: flex;
    align-items: start;
    justify-content: space-between;
    gap: 8px;
  }
  header h2 {
    margin: 0;
  }
  dialog form > h2,
  dialog form > h3,
  ringback-deal-card::part(new) {
    display: none;
  }
  .of,
  .candidate small {
    color: var(--_muted);
  }
  .pair {
    grid-template-columns: repeat(auto-fit, minmax(min(20ch, 100%), 1fr));
  }
  .candidates,
  .candidate > div {
    gap: 4px;
  }
  .candidate {
    display: flex;
    align-items: start;
    justify-content: space-between;
    gap: 8px;
    overflow-wrap: anywhere;
  }
  dialog .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .field-error:empty {
    display: none;
  }
`;
