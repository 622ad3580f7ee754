/** `callback.js`: what a stranger's page loads. */
import type { CallbackSite } from '../site.ts';
import { type Page, startLauncher } from './launcher.ts';

/** The gateway puts the site's settings here when it serves the script. */
declare const __RINGBACK_SITE__: CallbackSite;

startLauncher(__RINGBACK_SITE__, window as Page);
