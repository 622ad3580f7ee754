import { css } from './sheet.ts';

export const styles = css`
  /* Important here is stronger than important in the page: whatever a shop says of all its elements is not said of ours. */
  :host {
    all: initial !important;
    --_accent: var(--ringback-accent, oklch(0.5 0.15 255));
    color-scheme: light dark !important;
  }
  dialog {
    box-sizing: border-box;
    inline-size: min(360px, calc(100vw - 24px));
    max-block-size: calc(100dvh - 24px);
    overflow: auto;
    padding: 20px;
    border: 1px solid light-dark(oklch(0.88 0.01 255), oklch(0.4 0.015 255));
    border-radius: 12px;
    background: light-dark(#fff, oklch(0.23 0.012 255));
    color: light-dark(oklch(0.24 0.015 255), oklch(0.95 0.005 255));
    font:
      15px/1.45 system-ui,
      sans-serif;
    box-shadow: 0 12px 40px rgb(0 0 0 / 0.25);
  }
  /* On a page that is written from right to left each text still reads as its own language does. */
  dialog * {
    unicode-bidi: plaintext;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.4);
  }
  header {
    display: flex;
    align-items: start;
    gap: 12px;
  }
  h2 {
    flex: 1;
    margin: 0 0 16px;
    font-size: 18px;
    line-height: 1.3;
  }
  h2,
  p,
  button {
    text-wrap: balance;
  }
  ::placeholder {
    opacity: 1;
    color: light-dark(oklch(0.52 0.015 255), oklch(0.7 0.012 255));
  }
  label {
    display: block;
    font-size: 13px;
    margin-block-end: 4px;
  }
  input,
  select,
  button {
    box-sizing: border-box;
    font: inherit;
    color: inherit;
    border-radius: 8px;
  }
  input:not([type='checkbox'], [type='radio']),
  select {
    inline-size: 100%;
    min-block-size: 44px;
    padding-inline: 12px;
    border: 1px solid light-dark(oklch(0.62 0.02 255), oklch(0.62 0.02 255));
    background: transparent;
    font-size: 16px;
    font-variant-numeric: tabular-nums;
  }
  input[aria-invalid='true'] {
    border-color: light-dark(oklch(0.52 0.19 25), oklch(0.72 0.15 25));
  }
  .problem:not(:empty) {
    margin: 4px 0 8px;
    font-size: 13px;
    color: light-dark(oklch(0.48 0.18 25), oklch(0.8 0.12 25));
  }
  .problem:empty {
    margin: 0;
  }
  button {
    border: 1px solid transparent;
    background: none;
    cursor: pointer;
    min-block-size: 44px;
    padding: 8px 16px;
  }
  button.main {
    inline-size: 100%;
    margin-block-start: 16px;
    background: var(--_accent);
    color: var(--ringback-ink, #fff);
    font-weight: 600;
  }
  button.quiet {
    inline-size: 100%;
    border-color: light-dark(oklch(0.8 0.01 255), oklch(0.45 0.015 255));
  }
  button.close {
    margin: -10px -10px 0 0;
    min-inline-size: 44px;
    padding: 0;
    font-size: 22px;
    line-height: 1;
  }
  :is(input, select, button):focus-visible {
    outline: 2px solid light-dark(var(--_accent), oklch(from var(--_accent) 0.8 c h));
    outline-offset: 2px;
  }
  [aria-disabled='true'] {
    opacity: 0.65;
    cursor: progress;
  }
  .consent {
    margin: 12px 0 0;
    font-size: 13px;
    color: light-dark(oklch(0.47 0.015 255), oklch(0.75 0.012 255));
  }
  label:not(.consent) + :is(input, select) {
    margin-block-end: 8px;
  }
  label.consent {
    display: flex;
    gap: 8px;
    align-items: start;
  }
  button.link {
    display: block;
    margin: 4px auto 0;
    text-decoration: underline;
  }
  button.quiet + button.quiet,
  button.main + button.quiet {
    margin-block-start: 8px;
  }
  .status {
    text-align: center;
  }
  .count {
    margin: 8px 0;
    font-size: 40px;
    font-weight: 600;
    line-height: 1.1;
    font-variant-numeric: tabular-nums;
  }
`;
