/** What is read out of a call's changes, for those who do not see the bar. */
import type { Locale, PhoneCall } from '@ringback/model';
import { fill, type LiveRegion } from '@ringback/ui';
import { isIncoming } from './call-kind.ts';
import { callMoreWords } from './call-more.words.ts';
import { stateWords } from './call-row.ts';
import type { Caller } from './caller.ts';
import { notify } from './notification.ts';

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
