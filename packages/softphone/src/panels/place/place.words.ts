import type { Catalogue } from '@ringback/ui';

const en = {
  edge: 'At which edge of the window?',
  bottom: 'Bottom',
  top: 'Top',
  start: 'Corner where lines begin',
  end: 'Corner where lines end',
};

export const placeWords: Catalogue<typeof en> = {
  en,
  uk: {
    edge: 'Біля якого краю вікна?',
    bottom: 'Унизу',
    top: 'Угорі',
    start: 'У куті на початку рядків',
    end: 'У куті наприкінці рядків',
  },
  ru: {
    edge: 'У какого края окна?',
    bottom: 'Внизу',
    top: 'Вверху',
    start: 'В углу в начале строк',
    end: 'В углу в конце строк',
  },
};
