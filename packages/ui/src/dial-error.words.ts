/** The sentences of `phone-error.words.ts` that only who dials meets. */
import type { Catalogue } from './localize.ts';
import type { DialErrorCode } from './phone-error.words.ts';

export const dialErrorWords: Catalogue<Record<DialErrorCode, string>> = {
  en: {
    'number-invalid': 'This is not a phone number. Check the digits.',
    'number-not-allowed': 'Calls to this number are not allowed.',
    busy: 'The line is busy.',
    rejected: 'The call was declined.',
    'no-answer': 'No answer.',
    unreachable: 'This number cannot be reached.',
  },
  uk: {
    'number-invalid': 'Це не номер телефону. Перевірте цифри.',
    'number-not-allowed': 'Дзвінки на цей номер заборонено.',
    busy: 'Лінія зайнята.',
    rejected: 'Дзвінок відхилено.',
    'no-answer': 'Немає відповіді.',
    unreachable: 'Цей номер недоступний.',
  },
  ru: {
    'number-invalid': 'Это не номер телефона. Проверьте цифры.',
    'number-not-allowed': 'Звонки на этот номер запрещены.',
    busy: 'Линия занята.',
    rejected: 'Звонок отклонён.',
    'no-answer': 'Нет ответа.',
    unreachable: 'Этот номер недоступен.',
  },
};
