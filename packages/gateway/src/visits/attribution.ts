/** What a call is said to come from, and which number a visitor is shown for it. Pure. */
import type { Attribution, Settings, Site, Touch, Tracking, Visit } from '@ringback/model';
import { readNumber } from '@ringback/model/phone-number';
import { present } from '../present.ts';

export function attributionOf(
  { first, last, device }: Visit,
  { by, visitId, number }: { by: Attribution['by']; visitId: string | undefined; number: string | undefined },
): Attribution {
  return present({ by, visitId, first, last, device, country: countryOf(number) });
}

/** By the number alone: it says its source, and nothing of the visitor. */
export function staticAttribution(settings: Settings, line: string, caller: string): Attribution | undefined {
  for (const { tracking } of settings.sites) {
    const found = tracking?.numbers?.find(({ number }) => number === line);
    if (!found) continue;
    const { source, medium = 'none', campaign } = found;
    const touch: Touch = present({ source, medium, campaign });
    return present({ by: 'static-number' as const, first: touch, last: touch, country: countryOf(caller) });
  }
  return undefined;
}

/** The site's number for visitors of this source, where it has one. */
export function numberForSource(tracking: Tracking | undefined, { source, medium, campaign }: Touch) {
  const same = (wanted: string | undefined, is: string | undefined) =>
    wanted === undefined || wanted.toLowerCase() === is?.toLowerCase();
  return tracking?.numbers?.find(
    (one) => same(one.source, source) && same(one.medium, medium) && same(one.campaign, campaign),
  );
}

/** The number on the site's pages, which others may stand for. */
export function pageNumber(site: Site, settings: Settings): string {
  return site.tracking?.number ?? settings.line;
}

function countryOf(number: string | undefined): string | undefined {
  const read = readNumber(number ?? '', '');
  return read.kind === 'e164' ? read.country : undefined;
}

/** A number for people, and all digits by which a page may write it. */
export function spellingsOf(number: string, country: string): { text: string; digits: string[] } {
  const read = readNumber(number, country);
  const text = read.kind === 'e164' ? read.international : number;
  const national = read.kind === 'e164' ? read.national : number;
  return { text, digits: [...new Set([number, national].map((one) => one.replace(/\D/g, '')))] };
}
