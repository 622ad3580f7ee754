import { css } from 'lit';

export const lettersStyles = css`
  .letter {
    display: grid;
    gap: 8px;
    padding: 8px 12px;
    border: 1px solid var(--_border);
    border-inline-start: 3px solid var(--_border);
    border-radius: var(--_radius);
  }
  .letter.in {
    border-inline-start-color: var(--_accent-text);
  }
  .letter p {
    margin: 0;
  }
  .facts {
    overflow-wrap: anywhere;
  }
  dialog p:empty {
    display: none;
  }
`;
