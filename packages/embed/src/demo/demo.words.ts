import type { Locale } from '@ringback/model';

const en = {
  region: 'Ringback demonstration',
  what: 'Demonstration on sample data: no server, and nobody is really called.',
  ring: 'Let the phone ring',
  close: 'Close',
};

export const demoWords: Record<Locale, Record<keyof typeof en, string>> = {
  en,
  uk: {
    region: 'Демонстрація Ringback',
    what: 'Демонстрація на зразкових даних: сервера немає, нікому насправді не дзвонимо.',
    ring: 'Хай телефон задзвонить',
    close: 'Закрити',
  },
  ru: {
    region: 'Демонстрация Ringback',
    what: 'Демонстрация на примерных данных: сервера нет, никому на самом деле не звоним.',
    ring: 'Пусть телефон зазвонит',
    close: 'Закрыть',
  },
};
