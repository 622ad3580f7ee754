/** The icon is lucide's "phone", filled: no image is asked for, which a page's policy might refuse. */
export const STYLES =
  ':host{all:initial!important;position:fixed!important;inset-block-end:calc(var(--_gap) + var(--_above,0px) + env(safe-area-inset-bottom))!important;inset-inline-end:var(--_gap)!important;z-index:2147483000!important}' +
  'button{all:unset;display:flex;align-items:center;gap:8px;min-block-size:48px;padding-inline:16px 20px;border-radius:24px;cursor:pointer;' +
  'font:600 15px/1.2 system-ui,sans-serif;color:var(--ringback-ink,#fff);background:var(--ringback-accent,oklch(.5 .15 255));box-shadow:0 4px 16px rgb(0 0 0/.25)}' +
  'button:before{content:"";inline-size:24px;block-size:24px;background:currentColor;clip-path:path("M13.8 16.6a1 1 0 0 0 1.2-.3l.4-.5A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.5.4a1 1 0 0 0-.3 1.2 14 14 0 0 0 6.4 6.4")}' +
  'button:hover{filter:brightness(1.08)}button:focus-visible{outline:3px solid var(--ringback-accent,oklch(.5 .15 255));outline-offset:3px}' +
  'button[aria-busy=true]{cursor:progress}' +
  '@media (forced-colors:active){button{border:2px solid}button:before{background:buttontext}}@media print{:host{display:none!important}}';
