import type { Catalogue } from '@ringback/ui';

const en = {
  loading: 'On its way…',
  none: 'Nothing yet.',
  failed: 'This did not come: {why}',
  tryAgain: 'Try again',
  more: 'Show more',
};

export const shortListWords: Catalogue<typeof en> = {
  en,
  uk: {
    loading: 'Завантажуємо…',
    none: 'Поки нічого немає.',
    failed: 'Не завантажилося: {why}',
    tryAgain: 'Спробувати ще раз',
    more: 'Показати ще',
  },
  ru: {
    loading: 'Загружаем…',
    none: 'Пока ничего нет.',
    failed: 'Не загрузилось: {why}',
    tryAgain: 'Попробовать ещё раз',
    more: 'Показать ещё',
  },
};
