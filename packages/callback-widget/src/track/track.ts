/** `track.js`: loaded by the shop's page once its visitor has consented. */
import type { TrackSite } from './track-site.ts';
import { startTracking, type TrackedPage } from './tracker.ts';

/** The gateway puts the site's settings here when it serves the script. */
declare const __RINGBACK_SITE__: TrackSite;

startTracking(__RINGBACK_SITE__, window as TrackedPage);
