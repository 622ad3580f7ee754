/** Who is in a conference is known to the gateway, not to SIP: the core adds it to what the engine tells. */
import type { Call, Phone, PhoneState } from '@ringback/model';

export function asTheCoreShowsIt(engine: Phone, told: Set<(call: Call) => void>): Phone {
  const conferences = new Map<string, Call['participants']>();
  const listeners = new Set<(state: PhoneState) => void>();
  let shown = engine.state;
  const show = (): void => {
    const calls = engine.state.calls.map((call) => {
      const participants = conferences.get(call.id);
      return participants ? { ...call, participants } : call;
    });
    shown = { ...engine.state, calls };
    for (const listener of [...listeners]) listener(shown);
  };
  engine.subscribe(show);
  told.add(({ id, participants }) => {
    if (!participants) return;
    conferences.set(id, participants);
    show();
  });
  return {
    ...engine,
    get state() {
      return shown;
    },
    subscribe(listener) {
      const mine = (state: PhoneState): void => listener(state);
      listeners.add(mine);
      return () => void listeners.delete(mine);
    },
  };
}
