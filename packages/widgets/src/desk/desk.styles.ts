import { css } from 'lit';

export const deskStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    --ringback-list-size: var(--ringback-desk-block-size, 40vh);
  }
  .desk {
    display: grid;
    gap: 12px;
    min-inline-size: 0;
  }
  h3,
  p {
    margin: 0;
  }
  .toolbar,
  .chooser {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .toolbar {
    justify-content: end;
  }
  .field-error:empty {
    display: none;
  }
  .muted {
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .blocks {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    align-items: start;
    gap: 12px;
  }
  .block {
    display: grid;
    gap: 8px;
    min-inline-size: 0;
    padding: 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .block.wide {
    grid-column: 1 / -1;
  }
  .block.held {
    border-color: var(--_accent-text);
    outline: 2px solid var(--_accent-text);
    opacity: 0.85;
  }
  .block header {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .block h3 {
    flex: 1;
    min-inline-size: 0;
    font-size: var(--_size-m);
    overflow-wrap: anywhere;
  }
  .handle {
    cursor: grab;
    touch-action: none;
  }
  .held .handle {
    cursor: grabbing;
  }
  @container (max-width: 799px) {
    .blocks {
      grid-template-columns: minmax(0, 1fr);
    }
    [data-wide] {
      display: none;
    }
  }
  .on-paper {
    display: none;
  }
  @media print {
    .loading > :not(.on-paper) {
      display: none;
    }
    .on-paper {
      display: block;
    }
  }
`;
