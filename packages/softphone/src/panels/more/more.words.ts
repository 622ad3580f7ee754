import type { Catalogue } from '@ringback/ui';

const en = { signOut: 'Sign out', notNow: 'First end the call.' };

export const moreWords: Catalogue<typeof en> = {
  en,
  uk: { signOut: 'Вийти', notNow: 'Спершу завершіть дзвінок.' },
  ru: { signOut: 'Выйти', notNow: 'Сначала завершите звонок.' },
};
