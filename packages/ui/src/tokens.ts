/**
 * Design tokens. A host themes the suite with two properties, `--ringback-accent` and `--ringback-neutral-hue`; every
 * other colour is derived. Light and dark follow `color-scheme` of the page.
 */
import { css } from 'lit';

export const tokens = css`
  :host {
    --_accent: var(--ringback-accent, oklch(0.52 0.14 255));
    --_hue: var(--ringback-neutral-hue, 255);
    --_surface: light-dark(oklch(0.99 0.003 var(--_hue)), oklch(0.22 0.012 var(--_hue)));
    --_raised: light-dark(oklch(0.965 0.005 var(--_hue)), oklch(0.28 0.014 var(--_hue)));
    --_border: light-dark(oklch(0.88 0.008 var(--_hue)), oklch(0.38 0.014 var(--_hue)));
    --_control: oklch(0.62 0.02 var(--_hue));
    --_text: light-dark(oklch(0.24 0.015 var(--_hue)), oklch(0.95 0.005 var(--_hue)));
    --_muted: light-dark(oklch(0.47 0.015 var(--_hue)), oklch(0.75 0.012 var(--_hue)));
    --_accent-text: light-dark(
      oklch(from var(--_accent) 0.45 c h),
      oklch(from var(--_accent) 0.8 calc(c * 0.8) h)
    );
    /* White on a dark accent, near-black on a light one, whatever the host chooses. */
    --_on-accent: oklch(from var(--_accent) clamp(0.15, (0.64 - l) * 999, 0.99) 0 h);
    --_accent-soft: color-mix(in oklab, var(--_accent) 14%, var(--_surface));
    --_on-signal: oklch(0.99 0 0);
    --_focus: var(--_accent-text);
    --_success: light-dark(oklch(0.48 0.12 150), oklch(0.52 0.12 150));
    --_success-text: light-dark(oklch(0.45 0.11 150), oklch(0.8 0.14 150));
    --_danger: light-dark(oklch(0.52 0.19 25), oklch(0.56 0.19 25));
    --_danger-text: light-dark(oklch(0.48 0.18 25), oklch(0.78 0.13 25));
    --_warning-text: light-dark(oklch(0.48 0.11 70), oklch(0.82 0.12 80));
    --_radius: var(--ringback-radius, 8px);
    --_target: 32px;
    --_size-m: var(--ringback-font-size, 14px);
    --_size-s: calc(var(--_size-m) * 0.86);
    --_size-l: calc(var(--_size-m) * 1.15);
    --_strong: 600;
    color-scheme: inherit;
    font: inherit;
    font-size: var(--_size-m);
    line-height: 1.4 !important;
    color: var(--_text);
    box-sizing: border-box;
    /* What a page gives to all its text is not ours: the cells of old panels do not wrap, their headings shout. */
    letter-spacing: normal;
    text-align: start;
    text-indent: 0;
    text-shadow: none;
    text-transform: none;
    white-space: normal;
    word-spacing: normal;
  }
  @media (pointer: coarse) {
    :host {
      --_target: 44px;
    }
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host([hidden]) {
    display: none !important;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
`;
