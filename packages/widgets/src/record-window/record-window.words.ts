import type { Catalogue } from '@ringback/ui';

const en = {
  party: 'New contact',
  deal: 'New deal',
  process: 'Start a process',
  communication: 'Write down',
  'open-deal': 'Deal',
  'open-process': 'Process',
  of: 'With {name}',
  loading: 'Loading…',
  failed: 'It could not be opened. {why}',
  close: 'Close',
  leave: 'What you typed is not saved. Leave it?',
  discard: 'Leave it',
  goOn: 'Go on typing',
};
export type RecordWindowWords = typeof en;

export const recordWindowWords: Catalogue<RecordWindowWords> = {
  en,
  uk: {
    party: 'Новий контакт',
    deal: 'Нова угода',
    process: 'Почати процес',
    communication: 'Записати',
    'open-deal': 'Угода',
    'open-process': 'Процес',
    of: 'Пов’язано: {name}',
    loading: 'Завантажуємо…',
    failed: 'Не вдалося відкрити. {why}',
    close: 'Закрити',
    leave: 'Набране не збережено. Покинути?',
    discard: 'Покинути',
    goOn: 'Писати далі',
  },
  ru: {
    party: 'Новый контакт',
    deal: 'Новая сделка',
    process: 'Начать процесс',
    communication: 'Записать',
    'open-deal': 'Сделка',
    'open-process': 'Процесс',
    of: 'Связано: {name}',
    loading: 'Загружаем…',
    failed: 'Не удалось открыть. {why}',
    close: 'Закрыть',
    leave: 'Набранное не сохранено. Оставить?',
    discard: 'Оставить',
    goOn: 'Писать дальше',
  },
};
