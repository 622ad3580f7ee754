/** Hang-up and microphone keys of keyboards, systems and headsets without buttons of their own: Media Session (W3C), where the browser has it. */
import type { Phone, PhoneState } from '@ringback/model';

type Keys = Pick<MediaSession, 'setActionHandler'> & {
  setMicrophoneActive?(active: boolean): unknown;
};

const ACTIONS = ['hangup', 'togglemicrophone'] as const;

export interface MediaKeys {
  show(state: PhoneState): void;
  stop(): void;
}

export function createMediaKeys(
  phone: Pick<Phone, 'hangup' | 'setMuted'>,
  keys: Keys | undefined = navigator.mediaSession as MediaSession | undefined,
): MediaKeys {
  let talked: PhoneState['calls'][number] | undefined;

  /** What is refused is told by the phone's own state. */
  const run = (action: (typeof ACTIONS)[number]): void => {
    if (!talked) return;
    const { id, muted } = talked;
    void (action === 'hangup' ? phone.hangup(id) : phone.setMuted(id, !muted)).catch(() => undefined);
  };

  function listen(on: boolean): void {
    for (const action of ACTIONS) {
      try {
        keys?.setActionHandler(action as MediaSessionAction, on ? () => run(action) : null);
      } catch {
        // This browser does not know the key.
      }
    }
  }

  function show(next: typeof talked): void {
    // While nobody talks the keys belong to whatever else plays.
    if (!!next !== !!talked) listen(!!next);
    if (next && next.muted !== talked?.muted) keys?.setMicrophoneActive?.(!next.muted);
    talked = next;
  }

  return {
    show: ({ calls }) =>
      show(calls.find(({ state }) => state === 'connected') ?? calls.find(({ state }) => state === 'held')),
    stop: () => show(undefined),
  };
}
