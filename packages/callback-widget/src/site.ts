/** What the gateway puts inside `callback.js` for one site. */
export interface CallbackSite {
  key: string;
  /** `https://gw.example`, no slash at the end. */
  gateway: string;
  locale: 'en' | 'uk' | 'ru';
  /** Name of the shop or firm, for the consent line. */
  name: string;
  /** A sentence that must be ticked. */
  consent?: string;
  /** Visitors may call from the page. */
  browser?: boolean;
  departments?: readonly { id: string; name: string }[];
  triggers?: { afterSeconds?: number; scrollPercent?: number; onLeave?: boolean };
  look?: {
    accent?: string;
    /** Of letters on the accent; white when absent. */
    ink?: string;
    side?: 'end' | 'start';
    offset?: number;
    avoid?: string;
    hideOn?: readonly string[];
    codeOnly?: boolean;
  };
  /** Texts that are tried against each other. */
  variants?: readonly { id: string; button?: string; title?: string }[];
  /** When the button shows, and when somebody calls: spans in seconds since 1970, for the next days; absent = always. */
  shows?: readonly Span[];
  opens?: readonly Span[];
}
export type Span = readonly [from: number, to: number];

export function isWithin(spans: readonly Span[] | undefined, ms: number): boolean {
  return !spans || spans.some(([from, to]) => from * 1000 <= ms && ms < to * 1000);
}
