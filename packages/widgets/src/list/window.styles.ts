import { css } from 'lit';

/** A window over a list, in which a record is read or written; with `fieldStyles` and `buttonStyles`. */
export const windowStyles = css`
  dialog {
    box-sizing: border-box;
    inline-size: min(56ch, 100vi - 16px);
    max-block-size: calc(100vb - 32px);
    padding: 16px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 40%);
  }
  dialog :is(form, article) {
    display: grid;
    gap: 12px;
  }
  dialog.card {
    inline-size: min(110ch, 100vi - 16px);
  }
  dialog .close {
    float: inline-end;
  }
  h2 {
    margin: 0;
    font-size: var(--_size-l, 1.125em);
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(20ch, 100%), 1fr));
    gap: 8px 12px;
  }
  .facts {
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .whole {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  textarea {
    resize: vertical;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .choices {
    display: grid;
    gap: 8px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .choices label {
    display: flex;
    align-items: baseline;
    gap: 8px;
    overflow-wrap: anywhere;
  }
  .field-error:empty {
    display: none;
  }
`;
