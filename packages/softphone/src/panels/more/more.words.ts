import type { Catalogue } from '@ringback/ui';

const en = {
  signOut: 'Sign out',
  notNow: 'First end the call.',
  notify: 'Tell me of calls when this page is hidden',
};

export const moreWords: Catalogue<typeof en> = {
  en,
  uk: {
    signOut: 'Вийти',
    notNow: 'Спершу завершіть дзвінок.',
    notify: 'Сповіщати про дзвінки, коли сторінку не видно',
  },
  ru: {
    signOut: 'Выйти',
    notNow: 'Сначала завершите звонок.',
    notify: 'Сообщать о звонках, когда страницу не видно',
  },
};
