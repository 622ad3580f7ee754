/** One sentence or two for each phone error: what happened, and what to do. Shared by bar, log and card. */
import type { PhoneErrorCode } from '@ringback/model';
import type { Catalogue } from './localize.ts';

/** What nobody meets who only answers and hangs up: the card does without these sentences. */
export type RareErrorCode =
  | 'device-unavailable'
  | 'credential-refused'
  | 'page-not-allowed'
  | 'pbx-busy'
  | 'not-recovered'
  | 'number-invalid'
  | 'number-not-allowed'
  | 'busy'
  | 'rejected'
  | 'no-answer'
  | 'unreachable';

export const phoneErrorWords: Catalogue<Record<Exclude<PhoneErrorCode, RareErrorCode>, string>> = {
  en: {
    'microphone-refused':
      'The browser does not let us use the microphone. Allow it next to the address, then try again.',
    'microphone-missing': 'No microphone was found. Plug one in, then try again.',
    'gateway-down': 'The server cannot be reached.',
    'pbx-down': 'The phone exchange cannot be reached.',
    'media-failed': 'The sound could not get through. Check the network.',
    failed: 'That did not work.',
  },
  uk: {
    'microphone-refused':
      'Браузер не дає доступу до мікрофона. Дозвольте його біля адреси й спробуйте ще раз.',
    'microphone-missing': 'Мікрофон не знайдено. Під’єднайте його й спробуйте ще раз.',
    'gateway-down': 'Немає зв’язку із сервером.',
    'pbx-down': 'Немає зв’язку з АТС.',
    'media-failed': 'Звук не проходить. Перевірте мережу.',
    failed: 'Не вийшло.',
  },
  ru: {
    'microphone-refused':
      'Браузер не даёт доступа к микрофону. Разрешите его рядом с адресом страницы и попробуйте ещё раз.',
    'microphone-missing': 'Микрофон не найден. Подключите его и попробуйте ещё раз.',
    'gateway-down': 'Нет связи с сервером.',
    'pbx-down': 'Нет связи с АТС.',
    'media-failed': 'Звук не проходит. Проверьте сеть.',
    failed: 'Не получилось.',
  },
};
