/** What brought the visitor to this page, by its address and the page before. */
import type { ClickIdName, Touch } from '@ringback/model';

/** Whose click it is, where the address says no more. */
const CLICKS: Record<ClickIdName, [source: string, medium: string]> = {
  gclid: ['google', 'cpc'],
  yclid: ['yandex', 'cpc'],
  msclkid: ['bing', 'cpc'],
  fbclid: ['facebook', 'social'],
};
const UTM = ['source', 'medium', 'campaign', 'content', 'term'] as const;
const ENGINES = /(?:^|\.)(google|bing|yandex|duckduckgo|yahoo|ecosia)\.[a-z.]+$/;

export const clean = (text: unknown, most = 120): string | undefined =>
  `${(text as string | null | undefined) ?? ''}`
    .replace(/[\0-\x1f\x7f]+/g, ' ')
    .trim()
    .slice(0, most)
    .trim() || undefined;

/** Without query and hash: they may hold what is nobody's business. */
export const bare = ({ origin, pathname }: URL | Location): string => (origin + pathname).slice(0, 400);

/** Undefined = from a page of the same site: nothing new has brought him. */
export function touchOf(address: string, before: string, at: string): Touch | undefined {
  const url = new URL(address);
  const from = URL.canParse(before) ? new URL(before) : undefined;
  const kept = new URLSearchParams();
  const touch = { at } as Touch;
  for (const name of UTM) {
    const value = clean(url.searchParams.get(`utm_${name}`));
    if (value) kept.set(`utm_${name}`, (touch[name] = value));
  }
  for (const name of Object.keys(CLICKS) as ClickIdName[]) {
    const value = clean(url.searchParams.get(name), 255);
    if (!value || touch.clickId) continue;
    touch.clickId = { name, value };
    touch.source ??= CLICKS[name][0];
    touch.medium ??= CLICKS[name][1];
  }
  if (!touch.source && from?.host === url.host) return undefined;
  if (from && /^http/.test(from.protocol) && from.host !== url.host) {
    const engine = ENGINES.exec(from.hostname)?.[1];
    touch.referrer = bare(from);
    // A medium or a campaign that names no source says nothing of the page before.
    touch.source ??= engine ?? from.hostname.replace(/^www\./, '').slice(0, 120);
    touch.medium ??= engine ? 'organic' : 'referral';
  }
  touch.source ??= 'direct';
  touch.medium ??= 'none';
  const query = `${kept}`;
  touch.landing = (bare(url) + (query && `?${query}`)).slice(0, 500);
  return touch;
}
