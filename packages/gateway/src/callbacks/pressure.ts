/** How hard a site is pressed by requests just now, and how much work an asker has to show for it. */

/** Requests of one site in the last five minutes, up to which nobody has to work. */
const CALM = 20;
const WINDOW_MS = 5 * 60_000;
/** Hashes of the first step (some 0.1 s of a phone), doubled with each doubling of the pressure. */
const FIRST_WORK = 20_000;
/** Some three seconds of a phone: who is honest waits for it, who asks thousands of times does not. */
const MOST_WORK = 300_000;

export interface Pressure {
  /** A request of this site came, whatever became of it. Sites are those of the settings: their number is bounded. */
  count(siteKey: string): void;
  /** Hashes to be shown; 0 while it is calm. */
  workFor(siteKey: string): number;
}

/** Counted in two halves of the window, so that one number is kept for each and nothing grows. */
export function createPressure({ now }: { now: () => Date }): Pressure {
  const half = WINDOW_MS / 2;
  const sites = new Map<string, { half: number; current: number; before: number }>();

  function turned(siteKey: string) {
    const at = Math.floor(now().getTime() / half);
    const kept = sites.get(siteKey);
    if (kept?.half === at) return kept;
    const fresh = { half: at, current: 0, before: kept?.half === at - 1 ? kept.current : 0 };
    sites.set(siteKey, fresh);
    return fresh;
  }

  return {
    count(siteKey) {
      turned(siteKey).current += 1;
    },
    workFor(siteKey) {
      const { current, before } = turned(siteKey);
      const pressed = (current + before) / CALM;
      return pressed < 1 ? 0 : Math.min(MOST_WORK, Math.round(FIRST_WORK * pressed));
    },
  };
}
