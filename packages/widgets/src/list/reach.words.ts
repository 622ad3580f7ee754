import type { Catalogue } from '@ringback/ui';

const en = { call: 'Call {who}', write: 'Write to {who}' };

export type ReachWords = typeof en;

export const reachWords: Catalogue<ReachWords> = {
  en,
  uk: { call: 'Подзвонити: {who}', write: 'Написати: {who}' },
  ru: { call: 'Позвонить: {who}', write: 'Написать: {who}' },
};
