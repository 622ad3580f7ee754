/** The strip: one row where there is room, stacked where there is none. */
import { css } from 'lit';

export const styles = css`
  :host {
    --_success-soft: color-mix(in oklab, var(--_success) 16%, var(--_surface));
    --_shadow: 0 6px 24px oklch(0.2 0.02 var(--_hue) / 0.18);
    display: block;
    container-type: inline-size;
  }
  :host(:is([dock='bottom'], [dock='top'])) {
    position: fixed;
    z-index: var(--ringback-softphone-layer, 2147482000);
    inset-inline: 0;
  }
  :host([dock='bottom']) {
    inset-block-end: 0;
  }
  :host([dock='top']) {
    inset-block-start: 0;
  }
  .bar {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 8px 12px;
    align-items: center;
    padding: 8px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  :host([dock='bottom']) .bar {
    padding-block-end: max(8px, env(safe-area-inset-bottom));
    border-width: 1px 0 0;
    border-radius: 0;
    box-shadow: var(--_shadow);
  }
  :host([dock='top']) .bar {
    padding-block-start: max(8px, env(safe-area-inset-top));
    border-width: 0 0 1px;
    border-radius: 0;
    box-shadow: var(--_shadow);
  }

  .badge {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    border-radius: 50%;
    background: var(--_raised);
    color: var(--_muted);
  }
  .status {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
    min-inline-size: 0;
  }
  .status-text {
    flex: 1 1 60%;
    min-inline-size: 0;
  }
  .status .button {
    /* Under the words, past the badge. */
    margin-inline-start: 44px;
  }
  .word,
  .detail {
    display: block;
  }
  .word {
    font-weight: var(--_strong);
  }
  .detail {
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .registered .badge {
    background: var(--_success-soft);
    color: var(--_success-text);
  }
  .offline .badge {
    color: var(--_warning-text);
  }
  .failed .badge,
  .wrong {
    color: var(--_danger-text);
  }
  .wrong {
    display: block;
    font-size: var(--_size-s);
  }

  .dial {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 4px 8px;
  }
  .field-error {
    grid-column: 1 / -1;
  }
  .field-error:empty {
    display: none;
  }
  .calls {
    display: grid;
    grid-column: 1 / -1;
    gap: 8px;
    margin: 0;
    padding: 0;
    /* Not "none": Safari would no longer call it a list. */
    list-style-type: '';
  }
  /* A small screen has no room for "ready" while somebody waits on the line. */
  .busy .status.registered {
    display: none;
  }
  .sign-out {
    grid-row: 1;
    grid-column: 2;
  }

  .keypad {
    position: absolute;
    z-index: 1;
    inset-block-start: calc(100% + 8px);
    inset-inline-end: 8px;
    display: grid;
    grid-template-columns: repeat(3, 56px);
    gap: 8px;
    padding: 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }
  :host([dock='bottom']) .keypad {
    inset-block: auto calc(100% + 8px);
  }
  .tones {
    grid-column: span 2;
    align-self: center;
    overflow: hidden;
    min-block-size: 1.4em;
    font-size: var(--_size-l);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
    /* The last key pressed stays in sight. */
    direction: rtl;
    unicode-bidi: plaintext;
    text-align: start;
  }
  .tones + .button {
    justify-self: end;
  }
  .key {
    min-block-size: max(40px, var(--_target));
    font-size: var(--_size-l);
    font-variant-numeric: tabular-nums;
  }

  @container (max-width: 419px) {
    .wide {
      display: none;
    }
  }
  @container (min-width: 640px) {
    .status {
      flex-wrap: nowrap;
    }
    .status-text {
      flex: 0 1 auto;
    }
    .status .button {
      margin-inline-start: 0;
    }
    .busy .status.registered {
      display: flex;
    }
    /* Calls above; below them the state, and the field beside it. */
    .well {
      grid-template-columns: minmax(0, 1fr) 320px auto;
    }
    .well > .calls {
      grid-row: 1;
      padding-block-end: 8px;
      border-block-end: 1px solid var(--_border);
    }
    .well > .dial {
      grid-column: 2;
    }
    .well > .sign-out {
      grid-column: 3;
    }
    .bar > .dial:not(:has(~ .sign-out)) {
      grid-column-end: -1;
    }
  }
  /* All in one row. */
  @container (min-width: 1080px) {
    .bar {
      grid-template-columns: minmax(0, 1fr) 328px auto;
    }
    .trouble > :is(.status, .dial, .sign-out) {
      grid-row: 1;
    }
    .bar > .dial {
      grid-column: 2;
    }
    .bar > .sign-out {
      grid-column: 3;
    }
    .bar.one-row {
      grid-template-columns: fit-content(280px) minmax(0, 1fr) minmax(280px, 24%);
    }
    .one-row > :is(.status, .calls, .dial) {
      grid-row: 1;
    }
    .one-row > .status {
      padding-inline-end: 16px;
      border-inline-end: 1px solid var(--_border);
    }
    .one-row > .calls {
      grid-column: 2;
      padding-block-end: 0;
      border-block-end: 0;
    }
    .one-row > .dial {
      grid-column: 3;
      padding-inline-start: 16px;
      border-inline-start: 1px solid var(--_border);
    }
  }
`;
