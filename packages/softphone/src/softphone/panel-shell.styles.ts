/** What a button of the bar opens: a small window beside the strip, on the side where there is room. */
import { css } from 'lit';

export const panelShellStyles = css`
  .panel {
    position: absolute;
    z-index: 1;
    inset-block-start: calc(100% + 8px);
    inset-inline-end: 8px;
    display: grid;
    gap: 12px;
    inline-size: min(360px, calc(100cqi - 16px));
    max-block-size: max(200px, min(480px, 100vh - 184px));
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
    inset-block: auto calc(100% + 8px);
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
