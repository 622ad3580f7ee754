/** What is read out of a call's changes, for those who do not see the bar. */
import type { Locale, PhoneCall } from '@ringback/model';
import { fill } from '@ringback/ui';
import { callMoreWords } from './call-more.words.ts';
import { stateWords } from './call-row.ts';
import type { Caller } from './caller.ts';

/** A ringing one is read out by the bar itself, at once. */
export function announce(call: PhoneCall, { title }: Caller, locale: Locale): string {
  const words = callMoreWords[locale];
  return call.state === 'connected'
    ? fill(words.tellConnected, { who: title })
    : `${title}: ${stateWords(call, words, locale)}`;
}
