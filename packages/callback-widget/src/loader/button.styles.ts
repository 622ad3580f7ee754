export const STYLES = `:host{all:initial!important;position:fixed!important;inset-block-end:calc(var(--_gap) + var(--_above,0px) + env(safe-area-inset-bottom))!important;inset-inline-end:var(--_gap)!important;z-index:2147483000!important}
button{all:unset;box-sizing:border-box;display:flex;align-items:center;gap:8px;min-block-size:48px;padding-inline:16px 20px;border-radius:24px;cursor:pointer;
font:600 15px/1.2 system-ui,sans-serif;color:#fff;background:var(--ringback-accent,oklch(.5 .15 255));box-shadow:0 4px 16px rgb(0 0 0/.25)}
button:hover{filter:brightness(1.08)}button:focus-visible{outline:3px solid var(--ringback-accent,oklch(.5 .15 255));outline-offset:3px}
button[aria-busy=true]{cursor:progress}svg{inline-size:20px;block-size:20px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
@media (forced-colors:active){button{border:2px solid}}@media print{:host{display:none!important}}`;
