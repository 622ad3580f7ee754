/** What needs a PBX that hands its legs over, and says so where the PBX leads its calls itself. */
import type { Switchboard } from '../calls/switchboard.ts';
import { cannot } from './desk.ts';
import type { ObservingPbx } from './follow.ts';

type AbsentSwitchboard = Omit<Switchboard, 'transfer' | 'consult' | 'completeTransfer' | 'cancelTransfer'>;

export function absentSwitchboard(pbx: ObservingPbx): AbsentSwitchboard {
  const none = (what: string) => () => Promise.reject(cannot(pbx, what));
  return {
    merge: none('join two calls'),
    invite: none('ring somebody into a call'),
    mute: none('mute'),
    kick: none('take somebody out of a call'),
  };
}
