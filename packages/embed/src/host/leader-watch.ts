/**
 * A tab that is frozen or hung keeps its Web Lock. So the leader tells that he is alive with every tick, and a tab that has heard
 * nothing for some ticks of its own takes the lead from him. Ticks are counted, not time: whoever was asleep himself has not counted.
 */
export interface LeaderWatch {
  /** The leader has said something. */
  heard(): void;
  tick(): void;
}

export interface LeaderWatchOptions {
  steal: () => void;
  /** A tab that is seen goes first; one that is not may be slow itself. */
  hidden?: () => boolean;
  /** 0..1, so that not all tabs reach out at once. */
  random?: () => number;
}

const SILENT_TICKS = { seen: 3, hidden: 5 };

export function createLeaderWatch({
  steal,
  hidden = () => document.hidden,
  random = Math.random,
}: LeaderWatchOptions): LeaderWatch {
  let silent = 0;
  return {
    heard() {
      silent = 0;
    },
    tick() {
      silent += 1;
      const patience = hidden() ? SILENT_TICKS.hidden : SILENT_TICKS.seen;
      if (silent < patience + Math.floor(random() * 2)) return;
      silent = 0;
      steal();
    },
  };
}
