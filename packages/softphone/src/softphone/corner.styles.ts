/** The bar in a corner of the window, and folded. */
import { css } from 'lit';

export const cornerStyles = css`
  /* A column in the corner, and the folded bar: the page beside it stays free. */
  :host(:is([dock='start'], [dock='end'], [collapsed]):not([dock='none'])) {
    inset-inline: auto max(8px, var(--_inset));
    inline-size: min(320px, calc(100vw - 16px));
  }
  :host([dock='start']:not([dock='none'])) {
    inset-inline: max(8px, var(--_inset)) auto;
  }
  :host([collapsed]:not([dock='none'])) {
    inline-size: min(280px, calc(100vw - 16px));
  }
  :host([collapsed]:not([dock='none'])) .bar {
    border-width: 1px;
    border-radius: var(--_radius) var(--_radius) 0 0;
  }
  :host([dock='top'][collapsed]) .bar {
    border-radius: 0 0 var(--_radius) var(--_radius);
  }
  :host(:is([dock='start'], [dock='end'])) .bar {
    margin-block-end: max(8px, env(safe-area-inset-bottom));
    border-radius: var(--_radius);
  }
  :host([collapsed]:not([dock='none'])) :is(.dial, .menu) {
    display: none;
  }
  .fold .icon {
    transition: rotate 120ms;
  }
  :host([dock='top']) .fold .icon,
  .fold[aria-expanded='false'] .icon {
    rotate: 180deg;
  }
  :host([dock='top']) .fold[aria-expanded='false'] .icon {
    rotate: none;
  }
`;
