import type { Catalogue } from '@ringback/ui';

const en = { none: 'This page shows no phone number now.' };

export const numbersWords: Catalogue<typeof en> = {
  en,
  uk: { none: 'На цій сторінці зараз немає телефонних номерів.' },
  ru: { none: 'На этой странице сейчас нет телефонных номеров.' },
};
