import type { Catalogue } from '@ringback/ui';

const en = { notLoaded: 'This part had not been loaded yet. Print once more.' };

export const bringPanelsWords: Catalogue<typeof en> = {
  en,
  uk: { notLoaded: 'Ця частина ще не була завантажена. Надрукуйте ще раз.' },
  ru: { notLoaded: 'Эта часть ещё не была загружена. Напечатайте ещё раз.' },
};
