/** What a button of the bar opens: a small window beside the strip, on the side where there is room. */
import { css } from 'lit';

export const panelShellStyles = css`
  .panel {
    position: absolute;
    /* Above the caller card also where the bar stands in the page and has no layer of its own. */
    z-index: var(--ringback-softphone-layer, 2147482000);
    inset-block-start: calc(100% + 8px);
    inset-inline-end: 8px;
    display: grid;
    gap: 12px;
    inline-size: min(360px, calc(100cqi - 16px));
    /* What the window has beside the bar, whose height is the 100%. */
    max-block-size: max(160px, min(480px, 100dvh - 100% - 24px));
    padding: 12px;
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }
  /* What was typed stays in it for whoever typed it. */
  .panel.away > :not(header, .away) {
    display: none;
  }
  :host(:is([dock='bottom'], [dock='start'], [dock='end'])) .panel {
    /* Rather over the bar than out of the window. */
    inset-block: auto min(100% + 8px, 100dvh - 176px);
  }
  :host([dock='top']) .panel {
    inset-block-start: min(100% + 8px, 100dvh - 168px);
  }
  .panel-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: var(--_target);
  }
  .hint {
    margin: 0;
    color: var(--_muted);
    font-size: var(--_size-s);
  }
`;
