/** What needs a PBX that hands its legs over, and says so where the PBX leads its calls itself. */
import type { CallbackOffer, Site } from '@ringback/model';
import { exampleNumber } from '@ringback/model/phone-number';
import { RingbackError } from '@ringback/model';
import type { CallControl } from '../calls/contract.ts';
import type { Switchboard } from '../calls/switchboard.ts';
import { cannot } from './desk.ts';
import type { ObservingPbx } from './follow.ts';

type AbsentSwitchboard = Omit<Switchboard, 'transfer'>;

export function absentSwitchboard(pbx: ObservingPbx): AbsentSwitchboard {
  const none = (what: string) => () => Promise.reject(cannot(pbx, what));
  return {
    consult: none('put a call on hold for a consultation'),
    completeTransfer: none('join two calls'),
    cancelTransfer: none('join two calls'),
    merge: none('join two calls'),
    invite: none('ring somebody into a call'),
    mute: none('mute'),
    kick: none('take somebody out of a call'),
  };
}

type AbsentCallbacks = Pick<
  CallControl,
  | 'callbackOffer'
  | 'requestCallback'
  | 'callbackStatus'
  | 'cancelCallback'
  | 'moveCallback'
  | 'rateCallback'
  | 'disownCallback'
  | 'dryRun'
>;

/** A promise of a call "in 30 seconds" needs somebody who leads it. */
export function absentCallbacks(pbx: ObservingPbx, now: () => Date): AbsentCallbacks {
  const none = () => Promise.reject(cannot(pbx, 'make callbacks of a site'));
  const unknown = () => Promise.reject(new RingbackError('not-found', 'There is no such callback.'));
  return {
    callbackOffer: ({ country }: Site): Promise<CallbackOffer> =>
      Promise.resolve({
        now: now().toISOString(),
        obstacle: 'nobody-there',
        spans: [],
        example: exampleNumber(country),
      }),
    requestCallback: none,
    callbackStatus: unknown,
    cancelCallback: unknown,
    moveCallback: unknown,
    rateCallback: unknown,
    disownCallback: unknown,
    dryRun: () => Promise.reject(cannot(pbx, 'tell who would get a call: it routes by its own rules')),
  };
}
