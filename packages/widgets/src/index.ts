export * from './call-log/call-log.ts';
export * from './caller-card/caller-card.ts';
export * from './events.ts';
export * from './party-list/party-list.ts';
export * from './deals/deals.ts';
export * from './deal-card/deal-card.ts';
export * from './timeline/timeline.ts';
export * from './leads/leads.ts';
