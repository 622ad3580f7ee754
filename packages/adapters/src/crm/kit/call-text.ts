/** What a host shows of a call besides the fields it has for it: what brought the caller, and the agent's words. */
import type { Call, Touch } from '@ringback/model';

/** `⚑ google / cpc / spring`, where it is known; a sign, because nobody has said which language the host's people read. */
export function sourceLines({ source }: Pick<Call, 'source'>): string[] {
  return source ? [`⚑ ${words(source.last)}`] : [];
}

export function callText({ source, comment }: Pick<Call, 'source' | 'comment'>): string {
  return [...sourceLines({ source }), comment.trim()].filter((line) => line !== '').join('\n');
}

function words({ source, medium, campaign, content, term }: Touch): string {
  return [source, medium, campaign, content, term].filter((word) => word !== undefined).join(' / ');
}
