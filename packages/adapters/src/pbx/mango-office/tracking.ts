/** Dynamic call tracking: what brought the visitor to whom a number is lent, and what he has looked at. */
import { MOST_PAGES, SeenPage, Touch } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { TrackedVisit } from '../observed.ts';
import type { MangoApi } from './api.ts';
import { DctHistory, DctUser } from './wire.ts';

const LONGEST = 120;
const LONGEST_ADDRESS = 500;
const LONGEST_TITLE = 200;

export async function visitBehind(api: MangoApi, number: string): Promise<TrackedVisit | undefined> {
  const touch = await touchBehind(api, number);
  return touch && { touch, pages: await pagesBehind(api, number) };
}

/** None where they cannot be had: the source is known all the same. */
async function pagesBehind(api: MangoApi, number: string): Promise<SeenPage[]> {
  try {
    const answer = await api.ask('queries/user_history_by_dct_number', { number: number.replace('+', '') });
    const pages = DctHistory.safeParse(answer.json()).data?.data ?? [];
    return pages
      .flatMap(({ url, date, title }) => {
        const at = moscowTime(date);
        const { landing: address } = landing(url);
        const named = title?.trim() ? { title: title.trim().slice(0, LONGEST_TITLE) } : {};
        return SeenPage.safeParse({ url: address, at, ...named }).data ?? [];
      })
      .sort((one, other) => (one.at < other.at ? 1 : -1))
      .slice(0, MOST_PAGES);
  } catch (error) {
    if (error instanceof AdapterError) return [];
    throw error;
  }
}

/** ISO, and of Moscow where no offset stands behind it. */
function moscowTime(date: string): string | undefined {
  const time = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(date) ? date : `${date.replace(' ', 'T')}+03:00`);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

async function touchBehind(api: MangoApi, number: string): Promise<Touch | undefined> {
  const answer = await api.ask('queries/user_info_by_dct_number', { number: number.replace('+', '') });
  const { channel, current_page: page } = DctUser.safeParse(answer.json()).data?.data ?? {};
  if (!channel && !page) return undefined;
  const word = (text: string | null | undefined) => text?.trim().slice(0, LONGEST) || undefined;
  const words = {
    campaign: word(channel?.campaign),
    content: word(channel?.content),
    term: word(channel?.term),
  };
  const touch = Touch.safeParse({
    source: word(channel?.source) ?? 'direct',
    medium: word(channel?.medium) ?? 'none',
    ...Object.fromEntries(Object.entries(words).filter(([, text]) => text !== undefined)),
    ...landing(page?.url),
  });
  return touch.data;
}

/** Without its query: that may hold anything. */
function landing(url: string | null | undefined): { landing?: string } {
  if (!url || !URL.canParse(url)) return {};
  const { origin, pathname } = new URL(url);
  return { landing: `${origin}${pathname}`.slice(0, LONGEST_ADDRESS) };
}
