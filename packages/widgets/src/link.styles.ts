import { css } from 'lit';

/** `.link`: an action or address that reads as part of the text. */
export const linkStyles = css`
  .link {
    display: inline;
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent-text);
    font: inherit;
    text-align: start;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .link:hover {
    text-decoration-thickness: 2px;
  }
`;
