/** The strip: one row where there is room, stacked where there is none. */
import { css } from 'lit';

export const styles = css`
  :host {
    --_success-soft: color-mix(in oklab, var(--_success) 16%, var(--_surface));
    --_shadow: 0 6px 24px oklch(0.2 0.02 var(--_hue) / 0.18);
    display: block;
    container-type: inline-size;
    --_inset: var(--ringback-softphone-inset, 0px);
  }
  :host(:not([dock='none'])) {
    position: fixed !important;
    z-index: var(--ringback-softphone-layer, 2147482000);
    inset-inline: var(--_inset);
  }
  :host(:is([dock='bottom'], [dock='start'], [dock='end'])) {
    inset-block-end: var(--_inset);
  }
  :host([dock='top']) {
    inset-block-start: var(--_inset);
  }
  .bar {
    position: relative;
    display: grid;
    grid-template:
      'status menu fold' auto
      'calls calls calls' auto
      'dial dial dial' auto / minmax(0, 1fr) auto auto;
    gap: 8px;
    align-items: center;
    padding: 8px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  :host(:not([dock='none'])) .bar {
    box-shadow: var(--_shadow);
    /* A finger on the strip moves it, and not the page behind. */
    cursor: grab;
    touch-action: pinch-zoom;
  }
  :host(:not([dock='none'])) :is(.calls, .panel, .dial) {
    cursor: auto;
  }
  :host([dock='bottom']) .bar {
    padding-block-end: max(8px, env(safe-area-inset-bottom));
    border-width: 1px 0 0;
    border-radius: 0;
  }
  :host([dock='top']) .bar {
    padding-block-start: max(8px, env(safe-area-inset-top));
    border-width: 0 0 1px;
    border-radius: 0;
  }
  .badge {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: var(--_raised);
    color: var(--_muted);
    font: inherit;
  }
  button.badge,
  .link {
    cursor: pointer;
  }
  .status {
    display: flex;
    grid-area: status;
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
  .link {
    display: inline-flex;
    gap: 4px;
    align-items: center;
    min-block-size: 24px;
    padding: 0;
    border: 0;
    border-radius: 4px;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
  }
  .link:hover {
    text-decoration: underline;
  }
  .word,
  .detail {
    display: block;
  }
  .word {
    font-weight: var(--_strong);
  }
  .link.word {
    display: flex;
  }
  .detail {
    overflow: hidden;
    color: var(--_muted);
    font-size: var(--_size-s);
    text-overflow: ellipsis;
  }
  .registered:not(.ailing) .badge {
    background: var(--_success-soft);
    color: var(--_success-text);
  }
  :is(.offline, .away, .do-not-disturb) .badge {
    color: var(--_warning-text);
  }
  :is(.failed, .ailing) .badge,
  .wrong {
    color: var(--_danger-text);
  }
  .wrong {
    display: block;
    font-size: var(--_size-s);
  }

  .dial {
    display: grid;
    grid-area: dial;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 4px 8px;
  }
  .field-error {
    grid-column: 1 / -1;
  }
  .field-error.hint {
    color: var(--_muted);
  }
  .field-error:empty {
    display: none;
  }
  .calls {
    display: grid;
    grid-area: calls;
    gap: 8px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    /* Not "none": Safari would no longer call it a list. */
    list-style-type: '';
  }
  .menu {
    display: flex;
    grid-area: menu;
  }
  .fold {
    grid-area: fold;
  }
  .menu .button {
    position: relative;
  }
  .menu [aria-expanded='true'] {
    background: var(--_raised);
    color: var(--_text);
  }
  .count {
    position: absolute;
    inset-block-start: -4px;
    inset-inline-end: -4px;
    min-inline-size: 18px;
    padding-inline: 4px;
    border-radius: 9px;
    background: var(--_danger);
    color: var(--_on-signal);
    font-size: 11px;
    font-variant-numeric: tabular-nums;
    line-height: 18px;
    text-align: center;
  }

  @container (max-width: 419px) {
    .wide {
      display: none;
    }
  }
  @container (max-width: 639px) {
    /* A small screen has no room for "ready" while somebody waits on the line. */
    .busy .status.registered .status-text {
      display: none;
    }
    /* Whose phone it is: nobody reads that twice. */
    .status.registered .detail {
      white-space: nowrap;
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
    /* Calls above; below them the state, and the field beside it. */
    .well {
      grid-template:
        'calls calls calls calls' auto
        'status dial menu fold' auto / minmax(0, 1fr) 320px auto auto;
    }
    .well > .calls {
      padding-block-end: 8px;
      border-block-end: 1px solid var(--_border);
    }
  }
  /* All in one row; with larger letters it needs more room. */
  @container (min-width: 1080px) and (min-width: 77em) {
    .bar {
      grid-template:
        'calls calls calls calls' auto
        'status dial menu fold' auto / minmax(0, 1fr) 328px auto auto;
    }
    .bar.one-row {
      grid-template:
        'status calls dial menu fold' auto / fit-content(240px) minmax(0, 1fr) minmax(240px, 22%)
        auto auto;
    }
  }
`;
