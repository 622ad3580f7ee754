import type { PhoneDevices } from '@ringback/model';
import { LEVEL_LEASE_MS } from '../protocol.ts';
import { type Schedule, schedule as realSchedule } from '../timer.ts';

/** Follows the microphone's level as long as somebody goes on asking for it. */
export function createLevelLease(
  devices: Pick<PhoneDevices, 'followLevel'>,
  tell: (level: number) => void,
  schedule: Schedule = realSchedule,
): { renew(): Promise<void> } {
  let stopFollowing: (() => void) | undefined;
  let stopTimer = (): void => {};
  return {
    async renew() {
      stopFollowing ??= devices.followLevel(tell);
      stopTimer();
      stopTimer = schedule(() => {
        stopFollowing?.();
        stopFollowing = undefined;
      }, LEVEL_LEASE_MS);
    },
  };
}
