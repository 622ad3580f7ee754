/** A colleague was faster: both values, what he made of it and what was wanted here. */
import type { Lead, LeadStatus, LeadUpdate, UserChoice } from '@ringback/model';
import { fill } from '@ringback/ui';
import type { LeadsWords } from './leads.words.ts';

export function clashOf(
  lead: Lead,
  { statusId, responsibleId }: LeadUpdate,
  known: { users: readonly UserChoice[]; statuses: readonly LeadStatus[]; words: LeadsWords },
): Error {
  const { users, statuses, words } = known;
  const wanted =
    statusId === undefined
      ? users.find(({ id }) => id === responsibleId)?.name
      : statuses.find(({ id }) => id === statusId)?.name;
  const now = statusId === undefined ? (lead.responsible?.name ?? words.nobody) : lead.status.name;
  const sentence = fill(words.conflict, { now, wanted: wanted ?? '' });
  return Object.assign(new Error(sentence), { code: 'conflict' });
}
