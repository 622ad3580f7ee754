import { css } from 'lit';

export const taskRemindersStyles = css`
  :host {
    display: contents;
  }
  .window {
    position: fixed;
    inset: auto;
    inset-block-start: calc(var(--_bar, 0px) + 12px);
    inset-inline-end: 12px;
    inline-size: min(44ch, 100vw - 24px);
    max-block-size: min(60vh, 100dvh - var(--_bar, 0px) - 24px);
    margin: 0;
    padding: 0 16px;
    overflow: auto;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font-size: var(--_size-m);
    line-height: 1.4;
    box-shadow: 0 4px 24px rgb(0 0 0 / 30%);
    overscroll-behavior: contain;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style-type: '';
  }
  p {
    margin: 0;
  }
  .reminder {
    display: grid;
    gap: 8px;
    padding-block: 12px;
  }
  .reminder + .reminder {
    border-block-start: 1px solid var(--_border);
  }
  .what {
    display: flex;
    align-items: baseline;
    gap: 8px;
    font-weight: var(--_strong);
  }
  .what .icon {
    align-self: center;
  }
  .about,
  .buttons .label {
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }
  .button.quiet {
    padding-inline: 6px;
  }
  .problem {
    color: var(--_danger-text);
    font-size: var(--_size-s);
  }
  .problem:empty {
    display: none;
  }
`;
