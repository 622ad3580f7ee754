import { css } from 'lit';

/** Of what is loaded later: taken on when it comes. */
export const moreStyles = css`
  .more,
  .block,
  .records,
  .record-text,
  .outcome,
  .known {
    display: grid;
    gap: 8px;
    min-inline-size: 0;
  }
  .block {
    gap: 0;
    border-block-start: 1px solid var(--_border);
  }
  .more > .block:last-of-type {
    border-block-end: 1px solid var(--_border);
  }
  .more {
    gap: 12px;
  }
  .blocks {
    gap: 0;
  }
  summary {
    display: flex;
    align-items: center;
    gap: 8px;
    min-inline-size: 0;
    min-block-size: max(32px, var(--_target));
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::before {
    content: '';
    flex: none;
    inline-size: 6px;
    block-size: 6px;
    margin-inline: 2px 4px;
    border: solid var(--_muted);
    border-width: 0 2px 2px 0;
    rotate: -45deg;
  }
  summary:dir(rtl)::before {
    rotate: 135deg;
  }
  [open] > summary::before {
    rotate: 45deg;
  }
  summary b {
    flex: none;
  }
  .gist {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    color: var(--_muted);
    font-size: var(--_size-s);
    text-align: end;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .block[open] {
    padding-block-end: 12px;
  }
  .records {
    list-style: none;
  }
  .record {
    display: flex;
    align-items: start;
    gap: 8px;
  }
  .record-text {
    flex: 1;
    gap: 0;
    justify-items: start;
  }
  .record small > span + span::before {
    content: '· ';
  }
  .record small {
    gap: 0 4px;
  }
  .record input {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    margin: 2px;
    accent-color: var(--_accent);
  }
  @media (pointer: coarse) {
    .record input {
      inline-size: 28px;
      block-size: 28px;
    }
  }
  .plain {
    display: grid;
    gap: 8px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    margin-block-end: 4px;
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .small {
    min-block-size: max(26px, var(--_target));
    padding: 0 8px;
    font-size: var(--_size-s);
    font-weight: 400;
  }
  .links,
  .chips,
  .below,
  .choice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }
  .choice .button {
    max-inline-size: 100%;
    overflow-wrap: anywhere;
  }
  .script {
    margin-block-start: 4px;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .outcome [aria-pressed='true'] {
    font-weight: var(--_strong);
  }
  .known {
    justify-items: start;
    padding: 8px 12px;
    border: 1px dashed var(--_border);
    border-radius: var(--_radius);
  }
`;
