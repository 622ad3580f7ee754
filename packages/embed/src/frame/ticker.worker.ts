/** A clock that background throttling does not slow down: timers of a worker are left alone. */
import { TICK_MS } from '../protocol.ts';

setInterval(() => postMessage(null), TICK_MS);
