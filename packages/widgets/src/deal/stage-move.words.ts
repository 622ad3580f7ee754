import type { Catalogue } from '@ringback/ui';

const en = { moved: '“{deal}” is in “{stage}”.' };

export const stageMoveWords: Catalogue<typeof en> = {
  en,
  uk: { moved: 'Угода «{deal}» тепер у «{stage}».' },
  ru: { moved: 'Сделка «{deal}» теперь в «{stage}».' },
};
