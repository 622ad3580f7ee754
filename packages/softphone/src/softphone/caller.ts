/** Who is on the far side of a call, from all that is known at this moment. */
import type { CallWithMatches, Locale, PhoneCall } from '@ringback/model';
import { colleagueOf, fill, formatNumber } from '@ringback/ui';
import { isTalking } from './call-kind.ts';
import { callMoreWords } from './call-more.words.ts';
import type { RingbackSoftphone } from './softphone.ts';

export interface Caller {
  /** Name where one is known, else the number. */
  readonly title: string;
  /** The number, when the title is a name. */
  readonly number: string;
  /** Where the callback was asked for; absent when the call is none. */
  readonly callback?: string;
  /** What is said is being recorded, or would be, but for a pause. */
  readonly recorded?: 'on' | 'paused';
  /** He may begin, pause and go on. */
  readonly records?: boolean;
}

type Bar = Pick<RingbackSoftphone, 'backend' | 'phone' | 'calls'>;

/** Whoever has just ended keeps his name: of his call nothing more is told, and the phone may never have heard it. */
export class Callers {
  readonly #bar: Bar;
  #told: readonly CallWithMatches[] = [];

  constructor(bar: Bar) {
    this.#bar = bar;
  }

  of(call: PhoneCall, locale: Locale): Caller {
    const { backend, phone, calls } = this.#bar;
    const live = backend?.state.live ?? [];
    const has = (list: readonly { id: string }[], id: string) => list.some((one) => one.id === id);
    const lives = live.map((item) => item.call);
    const over = this.#told.filter(({ call: { id } }) => has(calls, id) && !has(lives, id));
    this.#told = [...live, ...over];
    const known = this.#told.find((item) => item.call.id === call.id);
    const recorded = known?.call.recordings?.find(({ state }) => state === 'on' || state === 'paused')?.state;
    return {
      ...callerOf(call, known, { locale, self: phone?.state.agent?.id }),
      ...(isTalking(call) && recorded ? { recorded: recorded as Caller['recorded'] & string } : {}),
      records: isTalking(call) && !!known && !!backend?.recordings?.set,
    };
  }
}

function callerOf(
  call: PhoneCall,
  known: CallWithMatches | undefined,
  { locale, self }: { locale: Locale; self: string | undefined },
): Caller {
  const words = callMoreWords[locale];
  const together = call.participants?.filter(({ state }) => state !== 'left');
  if (together) {
    const others = together.filter(({ agent }) => agent?.id !== self);
    const names = others.map(({ agent, name, number }) => agent?.name ?? name ?? formatNumber(number));
    return { title: fill(words.conference, { count: together.length }), number: names.join(', ') };
  }
  // Of a call that was passed on, the phone knows only who passed it.
  const spoken = known?.call.transferredBy ? known.call.number : call.number;
  const number = formatNumber(spoken) || words.hiddenNumber;
  const name = nameOf(call, known, self);
  const callback = known?.call.callback;
  const page = callback?.page?.title || hostOf(callback?.page?.url);
  return {
    title: name || number,
    number: name ? number : '',
    ...(callback ? { callback: page ? fill(words.callbackFrom, { page }) : words.callback } : {}),
  };
}

/** A record says more than a claim; of several records none may be named as if it were sure. */
function nameOf(
  call: PhoneCall,
  known: CallWithMatches | undefined,
  self: string | undefined,
): string | undefined {
  const [first, ...others] = known?.matches ?? [];
  if (known?.call.party) return known.call.party.name;
  if (first) return others.length > 0 ? `${first.party.name} + ${others.length}` : first.party.name;
  return (known && colleagueOf(known.call, self)?.name) ?? known?.call.claimedName ?? call.name;
}

function hostOf(url: string | undefined): string {
  return url && URL.canParse(url) ? new URL(url).host : '';
}
