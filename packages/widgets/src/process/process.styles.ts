import { css } from 'lit';

export const processStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  section {
    display: grid;
    gap: 12px;
    padding: 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  h2,
  h3,
  p {
    margin: 0;
  }
  h2 {
    font-size: var(--_size-l);
  }
  h3 {
    font-size: var(--_size-m);
  }
  ul,
  ol {
    display: grid;
    gap: 12px;
    margin: 0;
    padding: 0;
    list-style-type: '';
  }
  .way {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .way li:not(:last-child)::after {
    /* A sign that turns round with the page, which an arrow does not. */
    content: ' ›' / '';
  }
  .way [aria-current] {
    color: var(--_accent-text);
    font-weight: var(--_strong);
  }
  .muted,
  .by {
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .hint {
    padding-inline-start: 12px;
    border-inline-start: 3px solid var(--_accent);
  }
  .item {
    display: grid;
    gap: 4px;
  }
  .task {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .task > :first-child {
    flex: 1 1 20ch;
  }
  .next {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .blocked,
  .clash {
    color: var(--_warning-text);
  }
  .problem {
    color: var(--_danger-text);
  }
  details dl {
    display: grid;
    gap: 4px;
    margin: 8px 0 0;
  }
  dt {
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  dd {
    margin: 0;
  }
`;
