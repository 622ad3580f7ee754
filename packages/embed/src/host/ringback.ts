/** `ringback.js`: the one script of a panel. */
import { install, type RingbackPage } from './install.ts';
import { elements, start } from './start.ts';

const script = document.currentScript;
if (script instanceof HTMLScriptElement) install({ page: window as RingbackPage, script, start, elements });
else console.warn('Ringback: load ringback.js by a plain <script src>, not as a module.');
