import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  .log {
    display: grid;
    gap: 12px;
  }
  p {
    margin: 0;
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .filters .button {
    font-weight: 400;
  }
  .filters .button[aria-pressed='true'] {
    font-weight: var(--_strong);
  }
  [role='status']:empty {
    position: absolute;
  }
  .stale {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--_warning-text);
  }

  ol {
    display: grid;
    margin: 0;
    padding: 0;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    list-style-type: '';
  }
  .row {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    grid-template-areas:
      'badge who controls'
      'badge result meta'
      'badge comment comment'
      'problem problem problem'
      'details details details';
    align-items: center;
    gap: 0 8px;
    padding: 8px;
    padding-inline-start: 12px;
  }
  .row + .row {
    border-block-start: 1px solid var(--_border);
  }
  .row:hover,
  .row.open {
    background: var(--_raised);
  }
  .row:first-child {
    border-start-start-radius: inherit;
    border-start-end-radius: inherit;
  }
  .badge {
    grid-area: badge;
    align-self: start;
    block-size: 16px;
    margin-block-start: 2px;
    color: var(--_muted);
  }
  .who {
    grid-area: who;
    min-inline-size: 0;
  }
  .about {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 8px;
  }
  .name {
    min-inline-size: 0;
    font-weight: var(--_strong);
    overflow-wrap: anywhere;
  }
  bdi.name {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .kind,
  .claim,
  .when,
  .result,
  .duration,
  .number:not(.name) {
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .number,
  .when,
  .duration {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .number {
    text-decoration: none;
  }
  .number.name {
    color: var(--_text);
  }
  .number:hover {
    text-decoration: underline;
  }
  .claim {
    display: block;
    overflow-wrap: anywhere;
  }
  .result {
    grid-area: result;
    min-inline-size: 0;
  }
  .outcome {
    display: inline-block;
  }
  :is(.missed, .cut-off) :is(.badge, .outcome) {
    color: var(--_danger-text);
  }
  .mark {
    display: inline-flex;
    max-inline-size: 100%;
    padding: 0 8px;
    border-radius: 999px;
    background: var(--_accent-soft);
    color: var(--_accent-text);
    line-height: 20px;
    white-space: nowrap;
  }
  .from {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: pre;
  }
  .meta {
    grid-area: meta;
    display: flex;
    align-items: baseline;
    justify-content: end;
    gap: 8px;
    align-self: start;
    padding-inline-end: 8px;
    white-space: nowrap;
  }
  .duration:empty {
    display: none;
  }
  .preview {
    grid-area: comment;
    justify-self: start;
    min-inline-size: 0;
    max-inline-size: 100%;
    min-block-size: 24px;
    overflow: hidden;
    color: var(--_text);
    font-size: var(--_size-s);
    text-decoration: none;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .preview:hover {
    text-decoration: underline;
  }
  .preview.none {
    color: var(--_muted);
  }
  .preview.none,
  .open .preview {
    display: none;
  }
  .controls {
    grid-area: controls;
    display: flex;
    align-self: start;
    justify-self: end;
    margin-block: -4px;
  }
  .toggle .icon {
    transition: rotate 120ms;
  }
  .toggle[aria-expanded='true'] .icon {
    rotate: 180deg;
  }
  .problem {
    grid-area: problem;
    color: var(--_danger-text);
    font-size: var(--_size-s);
  }
  .details {
    grid-area: details;
    display: grid;
    gap: 12px;
    padding-block: 8px 4px;
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 24px;
    margin: 0;
    font-size: var(--_size-s);
  }
  dt {
    color: var(--_muted);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }

  .more {
    justify-self: center;
  }
  .message,
  .loading {
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .message {
    display: grid;
    gap: 12px;
    justify-items: center;
    padding: 32px 16px;
    color: var(--_muted);
    text-align: center;
  }
  .ghost {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 16px 12px;
  }
  .ghost + .ghost {
    border-block-start: 1px solid var(--_border);
  }
  .skeleton.dot {
    min-inline-size: 16px;
    border-radius: 50%;
  }
  .skeleton.wide {
    flex: 0 1 24ch;
  }

  @container (min-width: 800px) {
    ol {
      grid-template-columns: auto minmax(0, 4fr) minmax(0, 3fr) minmax(0, 3fr) auto auto auto;
    }
    .row {
      grid-column: 1 / -1;
      grid-template-columns: subgrid;
      grid-template-areas:
        'badge who result comment when duration controls'
        'problem problem problem problem problem problem problem'
        'details details details details details details details';
      gap: 0 12px;
      min-block-size: 52px;
      padding-block: 4px;
    }
    .meta {
      display: contents;
    }
    .when {
      grid-area: when;
      justify-self: end;
    }
    .duration {
      grid-area: duration;
      justify-self: end;
    }
    .badge,
    .controls {
      align-self: center;
      margin: 0;
    }
    .outcome {
      display: block;
    }
    .details {
      grid-template-columns: minmax(0, 1fr) minmax(0, 2fr);
      gap: 24px;
      padding: 8px 8px 12px 28px;
    }
    .details dl {
      flex-direction: column;
      flex-wrap: nowrap;
    }
    .preview,
    .preview.none,
    .open .preview {
      white-space: normal;
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
    }
    .open .preview {
      visibility: hidden;
    }
  }
`;
