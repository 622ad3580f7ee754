import { LEVEL_LEASE_MS } from '../protocol.ts';
import { type Schedule, schedule as realSchedule } from '../timer.ts';

export interface TabLevels {
  follow(listener: (level: number) => void): () => void;
  tell(level: number): void;
  close(): void;
}

/** Who listens to the microphone's level in this tab; the leader is asked again and again as long as somebody does. */
export function createTabLevels(renew: () => void, schedule: Schedule = realSchedule): TabLevels {
  const followers = new Set<(level: number) => void>();
  let stopTimer: (() => void) | undefined;

  function keepAsking(): void {
    stopTimer?.();
    stopTimer = undefined;
    if (followers.size === 0) return;
    renew();
    stopTimer = schedule(keepAsking, LEVEL_LEASE_MS / 2);
  }

  return {
    follow(listener) {
      const mine = (level: number): void => listener(level);
      followers.add(mine);
      if (!stopTimer) keepAsking();
      return () => {
        followers.delete(mine);
        if (followers.size === 0) keepAsking();
      };
    },
    tell(level) {
      for (const follower of [...followers]) follower(level);
    },
    close() {
      followers.clear();
      keepAsking();
    },
  };
}
