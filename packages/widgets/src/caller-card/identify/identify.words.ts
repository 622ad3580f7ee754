/** Words of the search that comes only when a caller is unknown. */
import type { Catalogue } from '@ringback/ui';

const en = {
  search: 'Search by name',
  found: 'Found',
  nobody: 'Nobody by that name.',
  offline: 'No connection. This works again when you are online.',
  forbidden: 'You may not change customers’ records.',
  invalid: 'The number or the name was not accepted. Check them.',
  failed: 'That did not work. Try again.',
};

export type IdentifyWords = typeof en;

export const identifyWords: Catalogue<IdentifyWords> = {
  en,
  uk: {
    search: 'Пошук за ім’ям',
    found: 'Знайдено',
    nobody: 'Нікого з таким ім’ям.',
    offline: 'Немає зв’язку. Спробуйте, коли він з’явиться.',
    forbidden: 'Вам не дозволено змінювати картки.',
    invalid: 'Номер або ім’я не прийнято. Перевірте їх.',
    failed: 'Не вийшло. Спробуйте ще раз.',
  },
  ru: {
    search: 'Поиск по имени',
    found: 'Найдено',
    nobody: 'Никого с таким именем.',
    offline: 'Нет связи. Попробуйте, когда она появится.',
    forbidden: 'Вам не разрешено менять карточки.',
    invalid: 'Номер или имя не приняты. Проверьте их.',
    failed: 'Не получилось. Попробуйте ещё раз.',
  },
};
