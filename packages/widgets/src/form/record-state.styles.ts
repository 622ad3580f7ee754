import { css } from 'lit';

/** Of what stands in the place of a record, and of notes in it; with `skeletonStyles` and `unseenStyles`. */
export const recordStateStyles = css`
  .message {
    display: grid;
    gap: 12px;
    justify-items: center;
    padding: 32px 16px;
    color: var(--_muted);
    text-align: center;
  }
  .message p {
    margin: 0;
  }
  .loading {
    display: grid;
    gap: 12px;
  }
  .stale {
    margin: 0;
    color: var(--_warning-text);
  }
  .note {
    display: grid;
    gap: 8px;
    padding: 8px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  .note p {
    margin: 0;
  }
  .note p:empty {
    display: none;
  }
  .note form {
    display: grid;
    gap: 8px;
  }
  .note .form-buttons {
    margin-block-start: 0;
  }
  .note table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  .note :is(th, td) {
    padding: 4px;
    border-block-end: 1px solid var(--_border);
    text-align: start;
    vertical-align: top;
    overflow-wrap: anywhere;
  }
`;
