import type { Catalogue } from '@ringback/ui';

const en = {
  target: 'Number, extension or colleague',
  now: 'Transfer now',
  ask: 'Ask first',
  missing: 'Choose a colleague or type a number.',
  colleagues: 'Colleagues',
  failed: 'The colleagues could not be read; a number works.',
  none: 'Nobody is called that.',
  free: 'Free',
  busy: 'On the phone',
  offline: 'Phone off',
  away: 'Away',
  'do-not-disturb': 'Do not disturb',
};

export const transferWords: Catalogue<typeof en> = {
  en,
  uk: {
    target: 'Номер, внутрішній або колега',
    now: 'Перевести зараз',
    ask: 'Спершу запитати',
    missing: 'Виберіть колегу або введіть номер.',
    colleagues: 'Колеги',
    failed: 'Не вдалося прочитати колег; номер працює.',
    none: 'Такого колеги немає.',
    free: 'Вільно',
    busy: 'Розмовляє',
    offline: 'Телефон вимкнено',
    away: 'Немає на місці',
    'do-not-disturb': 'Не турбувати',
  },
  ru: {
    target: 'Номер, внутренний или коллега',
    now: 'Перевести сейчас',
    ask: 'Сначала спросить',
    missing: 'Выберите коллегу или введите номер.',
    colleagues: 'Коллеги',
    failed: 'Не удалось прочитать коллег; номер работает.',
    none: 'Такого коллеги нет.',
    free: 'Свободно',
    busy: 'Разговаривает',
    offline: 'Телефон выключен',
    away: 'Нет на месте',
    'do-not-disturb': 'Не беспокоить',
  },
};
