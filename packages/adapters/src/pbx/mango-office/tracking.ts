/** Dynamic call tracking: what brought the visitor to whom a number is lent. */
import { Touch } from '@ringback/model';
import type { MangoApi } from './api.ts';
import { DctUser } from './wire.ts';

const LONGEST = 120;
const LONGEST_ADDRESS = 500;

export async function visitBehind(api: MangoApi, number: string): Promise<Touch | undefined> {
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
