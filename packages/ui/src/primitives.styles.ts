/** Looks that several elements share. Each element takes what it uses: `static styles = [tokens, buttonStyles, …]`. */
import { css } from 'lit';

/** Present for screen readers, absent for eyes. `LiveRegion` needs it. */
export const unseenStyles = css`
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/**
 * `.button`, with `primary` (the one main action), `answer` (pick up), `danger` (hang up), `quiet` (no frame), `icon-only` (square; needs
 * an `aria-label`). `aria-pressed="true"` looks pressed, `aria-disabled="true"` looks disabled and keeps the focus.
 */
export const buttonStyles = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    flex: none;
    min-block-size: var(--_target);
    min-inline-size: var(--_target);
    padding: 4px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
    font: inherit;
    font-weight: var(--_strong);
    text-align: center;
    cursor: pointer;
    transition: border-color 120ms;
  }
  .button:hover {
    border-color: var(--_control);
  }
  .button.icon-only {
    padding: 4px;
  }
  .button.quiet {
    border-color: transparent;
    background: transparent;
    color: var(--_muted);
  }
  .button.quiet:hover {
    background: var(--_raised);
    color: var(--_text);
  }
  .button[aria-pressed='true'] {
    border-color: var(--_accent-text);
    background: var(--_accent-soft);
    color: var(--_accent-text);
  }
  .button:is(.primary, .answer, .danger) {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .button.answer {
    background: var(--_success);
    color: var(--_on-signal);
  }
  .button.danger {
    background: var(--_danger);
    color: var(--_on-signal);
  }
  .button:is(.primary, .answer, .danger):hover {
    filter: brightness(1.08);
  }
  .button[aria-disabled='true'] {
    border-color: var(--_border);
    background: var(--_raised);
    color: var(--_muted);
    cursor: default;
    filter: none;
  }
  .icon {
    flex: none;
  }
  @media (forced-colors: active) {
    .button[aria-pressed='true'] {
      border-color: Highlight;
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .button[aria-disabled='true'] {
      border-color: GrayText;
      color: GrayText;
    }
  }
`;

/** `.field` (input, textarea, select), `.label` above it, `.field-error` under it. */
export const fieldStyles = css`
  .label {
    color: var(--_muted);
    font-size: var(--_size-s);
  }
  .field {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: var(--_target);
    padding: 4px 8px;
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    /* Also inside a label. */
    font-size: var(--_size-m);
    font-variant-numeric: tabular-nums;
  }
  .field::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .field:focus-visible {
    outline-offset: -1px;
    border-color: transparent;
  }
  .field[aria-invalid='true'] {
    border-color: var(--_danger-text);
  }
  .field-error {
    color: var(--_danger-text);
    font-size: var(--_size-s);
  }
  @media (pointer: coarse) {
    .field {
      /* Under 16 px a phone zooms the page in when the field is touched. */
      font-size: max(16px, 1em);
    }
  }
`;
