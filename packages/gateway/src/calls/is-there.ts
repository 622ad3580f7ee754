import type { Presence } from '../routing/presence.ts';
import { type CallPbx, COMMAND_DEADLINE_MS } from './commands.ts';
import { type Timers, withDeadline } from './timers.ts';

export interface IsThereOptions {
  presence: Presence;
  pbx: Pick<CallPbx, 'snapshot'>;
  clock: Timers;
}

/**
 * Whether a phone is registered at an extension. A phone learns that it is before we do: nobody is said to be away before the PBX itself
 * has said so.
 */
export function createIsThere({ presence, pbx, clock }: IsThereOptions) {
  return async (extension: string): Promise<boolean> => {
    if (presence.online.has(extension)) return true;
    await presence.renew(
      async () => (await withDeadline(clock, COMMAND_DEADLINE_MS, pbx.snapshot())).onlineDevices,
    );
    return presence.online.has(extension);
  };
}
