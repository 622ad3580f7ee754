import type { Locale } from '@ringback/model';

const en = {
  title: 'Choose a speaker',
  why: 'Your browser will ask which one may be used.',
  choose: 'Choose…',
  cancel: 'Cancel',
};

export const speakerWords: Record<Locale, Record<keyof typeof en, string>> = {
  en,
  uk: {
    title: 'Оберіть динамік',
    why: 'Браузер запитає, який можна використовувати.',
    choose: 'Обрати…',
    cancel: 'Скасувати',
  },
  ru: {
    title: 'Выберите динамик',
    why: 'Браузер спросит, какой можно использовать.',
    choose: 'Выбрать…',
    cancel: 'Отмена',
  },
};
