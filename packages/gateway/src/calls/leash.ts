/** A PBX that is commanded only while this node holds the calls: one that slept through its time must not touch another's. */
import { RingbackError } from '@ringback/model';
import type { CallPbx } from './commands.ts';

type Group = Record<string, (...args: never[]) => Promise<unknown>>;

export function onLeash(pbx: CallPbx, held: () => boolean): CallPbx {
  const guard = <T extends object>(group: T): T =>
    Object.fromEntries(
      Object.entries(group as Group).map(([name, command]) => [
        name,
        (...args: never[]) => (held() ? command(...args) : Promise.reject(notOurs())),
      ]),
    ) as T;
  const { mute, play, record } = pbx;
  return {
    ...pbx,
    originate: guard(pbx.originate),
    answer: guard(pbx.answer),
    hangup: guard(pbx.hangup),
    bridge: guard(pbx.bridge),
    ...(mute && { mute: guard(mute) }),
    ...(play && { play: guard(play) }),
    ...(record && { record: guard(record) }),
  };
}

const notOurs = () =>
  new RingbackError('unavailable', 'Another node controls the calls now.', { retryable: true });
