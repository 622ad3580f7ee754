/** The sentences that nobody meets who only answers and hangs up. */
import type { Catalogue } from './localize.ts';
import type { RareErrorCode } from './phone-error.words.ts';

export const rareErrorWords: Catalogue<Record<RareErrorCode, string>> = {
  en: {
    'device-unavailable': 'The chosen device is not there: the system’s own serves until it is back.',
    'credential-refused': 'The phone exchange did not let us in. Sign in again.',
    'page-not-allowed':
      'The server does not know this page. An administrator adds its address under Panels at /admin.',
    'pbx-busy': 'The phone exchange asks us to wait.',
    'not-recovered': 'The call could not be restored.',
    'number-invalid': 'This is not a phone number. Check the digits.',
    'number-not-allowed': 'Calls to this number are not allowed.',
    busy: 'The line is busy.',
    rejected: 'The call was declined.',
    'no-answer': 'No answer.',
    unreachable: 'This number cannot be reached.',
  },
  uk: {
    'device-unavailable': 'Обраного пристрою немає: поки що працює системний.',
    'credential-refused': 'АТС не впустила цей телефон. Увійдіть ще раз.',
    'page-not-allowed':
      'Сервер не знає цієї сторінки. Адміністратор додає її адресу в розділі Panels на /admin.',
    'pbx-busy': 'АТС просить зачекати.',
    'not-recovered': 'Не вдалося відновити дзвінок.',
    'number-invalid': 'Це не номер телефону. Перевірте цифри.',
    'number-not-allowed': 'Дзвінки на цей номер заборонено.',
    busy: 'Лінія зайнята.',
    rejected: 'Дзвінок відхилено.',
    'no-answer': 'Немає відповіді.',
    unreachable: 'Цей номер недоступний.',
  },
  ru: {
    'device-unavailable': 'Выбранного устройства нет: пока работает системное.',
    'credential-refused': 'АТС не впустила этот телефон. Войдите ещё раз.',
    'page-not-allowed':
      'Сервер не знает этой страницы. Администратор добавляет её адрес в разделе Panels на /admin.',
    'pbx-busy': 'АТС просит подождать.',
    'not-recovered': 'Не удалось восстановить звонок.',
    'number-invalid': 'Это не номер телефона. Проверьте цифры.',
    'number-not-allowed': 'Звонки на этот номер запрещены.',
    busy: 'Линия занята.',
    rejected: 'Звонок отклонён.',
    'no-answer': 'Нет ответа.',
    unreachable: 'Этот номер недоступен.',
  },
};
