/** What is read out of a call's changes, for those who do not see the bar. */
import type { Locale, PhoneCall } from '@ringback/model';
import { fill, type LiveRegion } from '@ringback/ui';
import type { ReactiveController } from 'lit';
import { isIncoming, isTalking } from './call-kind.ts';
import { callMoreWords } from './call-more.words.ts';
import { stateWords } from './call-row.ts';
import type { Caller, Callers } from './caller.ts';
import { notify } from './notification.ts';
import type { RingbackSoftphone } from './softphone.ts';

interface Announcement {
  readonly call: PhoneCall;
  readonly caller: Caller;
  readonly locale: Locale;
  /** False for what was so already when the page was opened: of that only a ringing call is told. */
  readonly isNews: boolean;
}

export function announce(live: LiveRegion, { call, caller, locale, isNews }: Announcement): void {
  const words = callMoreWords[locale];
  const { title, number } = caller;
  const who = number ? `${title}, ${number}` : title;
  const state = stateWords(call, words, locale);
  notify(call, isIncoming(call), state, who);
  // A ringing call interrupts, once.
  if (isIncoming(call)) live.say(`${state}: ${who}.`, 'assertive');
  else if (!isNews) return;
  else if (call.state === 'connected') live.say(fill(words.tellConnected, { who: title }));
  else live.say(`${title}: ${state}`);
}

export interface RecordingTellerOptions {
  bar: Pick<RingbackSoftphone, 'calls'>;
  callers: Callers;
  live: LiveRegion;
  locale: () => Locale;
}

const RECORDED = { on: 'recorded', paused: 'recordPaused', off: 'recordStopped' } as const;

/** Tells when a talk begins to be recorded, pauses, goes on and is no longer: its mark, and what its button does next, are only seen. */
export class RecordingTeller implements ReactiveController {
  readonly #options: RecordingTellerOptions;
  /** Of each talk, as it was before. */
  #known: ReadonlyMap<string, keyof typeof RECORDED> = new Map();

  constructor(options: RecordingTellerOptions) {
    this.#options = options;
  }

  hostUpdate(): void {
    const { bar, callers, live, locale } = this.#options;
    const before = this.#known;
    const talks = bar.calls.filter(isTalking);
    this.#known = new Map(talks.map((call) => [call.id, callers.of(call, locale()).recorded ?? 'off']));
    for (const [id, recorded] of this.#known)
      if (before.has(id) && before.get(id) !== recorded)
        live.say(callMoreWords[locale()][RECORDED[recorded]]);
  }
}
