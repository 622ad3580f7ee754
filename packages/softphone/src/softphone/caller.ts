/** Who is on the far side of a call, from all that is known at this moment. */
import type { CallWithMatches, Locale, PhoneCall } from '@ringback/model';
import { fill, formatNumber } from '@ringback/ui';
import { callMoreWords } from './call-more.words.ts';

export interface Caller {
  /** Name where one is known, else the number. */
  readonly title: string;
  /** The number, when the title is a name. */
  readonly number: string;
  /** Where the callback was asked for; absent when the call is none. */
  readonly callback?: string;
}

interface Knowledge {
  readonly live: readonly CallWithMatches[];
  readonly locale: Locale;
  /** Id of the agent whose phone this is. */
  readonly self: string | undefined;
}

export function callerOf(call: PhoneCall, { live, locale, self }: Knowledge): Caller {
  const words = callMoreWords[locale];
  const known = live.find((item) => item.call.id === call.id);
  const together = call.participants?.filter(({ state }) => state !== 'left');
  if (together) {
    const others = together.filter(({ agent }) => agent?.id !== self);
    const names = others.map(({ agent, name, number }) => agent?.name ?? name ?? formatNumber(number));
    return { title: fill(words.conference, { count: together.length }), number: names.join(', ') };
  }
  const number = formatNumber(call.number) || words.hiddenNumber;
  const name = nameOf(call, known);
  const callback = known?.call.callback;
  const page = callback?.page?.title || hostOf(callback?.page?.url);
  return {
    title: name || number,
    number: name ? number : '',
    ...(callback ? { callback: page ? fill(words.callbackFrom, { page }) : words.callback } : {}),
  };
}

/** A record says more than a claim; of several records none may be named as if it were sure. */
function nameOf(call: PhoneCall, known: CallWithMatches | undefined): string | undefined {
  const [first, ...others] = known?.matches ?? [];
  if (known?.call.party) return known.call.party.name;
  if (first) return others.length > 0 ? `${first.party.name} + ${others.length}` : first.party.name;
  return known?.call.claimedName ?? call.name;
}

function hostOf(url: string | undefined): string {
  return url && URL.canParse(url) ? new URL(url).host : '';
}
