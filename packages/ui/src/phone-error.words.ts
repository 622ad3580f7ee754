/** One sentence or two for each phone error: what happened, and what to do. Shared by bar, log and card. */
import type { PhoneErrorCode } from '@ringback/model';
import type { Catalogue } from './localize.ts';

export const phoneErrorWords: Catalogue<Record<PhoneErrorCode, string>> = {
  en: {
    'microphone-refused':
      'The browser does not let us use the microphone. Allow it next to the address, then try again.',
    'microphone-missing': 'No microphone was found. Plug one in, then try again.',
    'gateway-down': 'The server cannot be reached.',
    'pbx-down': 'The phone exchange cannot be reached.',
    'credential-refused': 'The phone exchange did not let us in. Sign in again.',
    'number-invalid': 'This is not a phone number. Check the digits.',
    'number-not-allowed': 'Calls to this number are not allowed.',
    busy: 'The line is busy.',
    rejected: 'The call was declined.',
    'no-answer': 'No answer.',
    unreachable: 'This number cannot be reached.',
    'media-failed': 'The sound could not get through. Check the network.',
    'not-recovered': 'The call could not be restored.',
    failed: 'That did not work.',
  },
  uk: {
    'microphone-refused':
      'Браузер не дає доступу до мікрофона. Дозвольте його біля адреси сторінки й спробуйте ще раз.',
    'microphone-missing': 'Мікрофон не знайдено. Під’єднайте його й спробуйте ще раз.',
    'gateway-down': 'Немає зв’язку із сервером.',
    'pbx-down': 'Немає зв’язку з АТС.',
    'credential-refused': 'АТС не впустила цей телефон. Увійдіть ще раз.',
    'number-invalid': 'Це не номер телефону. Перевірте цифри.',
    'number-not-allowed': 'Дзвінки на цей номер заборонено.',
    busy: 'Лінія зайнята.',
    rejected: 'Дзвінок відхилено.',
    'no-answer': 'Немає відповіді.',
    unreachable: 'Цей номер недоступний.',
    'media-failed': 'Звук не проходить. Перевірте мережу.',
    'not-recovered': 'Не вдалося відновити дзвінок.',
    failed: 'Не вийшло.',
  },
  ru: {
    'microphone-refused':
      'Браузер не даёт доступа к микрофону. Разрешите его рядом с адресом страницы и попробуйте ещё раз.',
    'microphone-missing': 'Микрофон не найден. Подключите его и попробуйте ещё раз.',
    'gateway-down': 'Нет связи с сервером.',
    'pbx-down': 'Нет связи с АТС.',
    'credential-refused': 'АТС не впустила этот телефон. Войдите ещё раз.',
    'number-invalid': 'Это не номер телефона. Проверьте цифры.',
    'number-not-allowed': 'Звонки на этот номер запрещены.',
    busy: 'Линия занята.',
    rejected: 'Звонок отклонён.',
    'no-answer': 'Нет ответа.',
    unreachable: 'Этот номер недоступен.',
    'media-failed': 'Звук не проходит. Проверьте сеть.',
    'not-recovered': 'Не удалось восстановить звонок.',
    failed: 'Не получилось.',
  },
};
