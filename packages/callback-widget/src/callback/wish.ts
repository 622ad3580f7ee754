/** What the visitor has typed and chosen, and how it is sent. */
import type { RingbackGlobal } from '@ringback/ui/command-queue';
import { type CallbackInput, type CallbackOffer, timeZone } from './api.ts';

export interface Wish {
  number: string;
  name: string;
  message: string;
  department: string;
  consent: boolean;
  /** A chosen time; absent = now, or at opening where now cannot be had. */
  time: string | undefined;
}

export const NOTHING: Wish = {
  number: '',
  name: '',
  message: '',
  department: '',
  consent: false,
  time: undefined,
};

export function inputOf(
  wish: Wish,
  {
    offer,
    department,
    variant,
    browser,
  }: {
    offer: CallbackOffer | undefined;
    department: string | undefined;
    variant: string | undefined;
    /** No phone is to be rung. */
    browser: boolean;
  },
): CallbackInput {
  const { time, consent } = wish;
  // Of `track.js`, where the visitor has consented to it.
  const visit = (window as { ringback?: RingbackGlobal }).ringback?.c?.[
    'visit'
  ]?.() as CallbackInput['visit'];
  const [number, name, message] = [wish.number, wish.name, wish.message].map((text) => text.trim());
  return {
    page: { url: location.href.slice(0, 2000), title: document.title.slice(0, 300) },
    timeZone: timeZone(),
    ...(browser
      ? { by: 'browser' }
      : { number: number ?? '', when: time ?? (offer?.obstacle ? 'opening' : 'now') }),
    ...(name && { name }),
    ...(message && { message }),
    ...(department && { department }),
    ...(consent && { consent }),
    ...(variant && { variant }),
    ...(visit && { visit }),
  };
}
