import { css } from 'lit';

/** Of every window that is opened over the page. */
export const dialogStyles = css`
  dialog {
    inline-size: min(64ch, 100vw - 24px);
    max-block-size: min(90vh, 100dvh - 24px);
    padding: 16px;
    overflow: auto;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    overscroll-behavior: contain;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 45%);
  }
  dialog h2 {
    margin: 0 0 12px;
    font-size: var(--_size-l);
  }
  dialog p {
    margin: 0;
  }
  .note {
    display: grid;
    gap: 8px;
    margin-block-start: 12px;
    padding: 8px 12px;
    border: 1px solid var(--_warning-text);
    border-radius: var(--_radius);
    background: var(--_raised);
  }
`;
