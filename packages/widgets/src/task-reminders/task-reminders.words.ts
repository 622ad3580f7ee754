import type { Catalogue } from '@ringback/ui';

const en = {
  region: 'Reminders',
  reminder: 'Reminder: {task}',
  due: 'Due {time}',
  callNow: 'Call now',
  again: 'Remind again',
  'ten-minutes': 'in 10 min',
  hour: 'in 1 h',
  morning: 'tomorrow morning',
  seen: 'Got it',
  open: 'Open {task}',
  failed: 'That did not work: {why}',
  notify: 'Also tell me on the desktop',
};

export type TaskRemindersWords = typeof en;

export const taskRemindersWords: Catalogue<TaskRemindersWords> = {
  en,
  uk: {
    region: 'Нагадування',
    reminder: 'Нагадування: {task}',
    due: 'Термін {time}',
    callNow: 'Подзвонити',
    again: 'Нагадати ще раз',
    'ten-minutes': 'за 10 хв',
    hour: 'за годину',
    morning: 'завтра вранці',
    seen: 'Зрозуміло',
    open: 'Відкрити: {task}',
    failed: 'Не вдалося: {why}',
    notify: 'Показувати й на робочому столі',
  },
  ru: {
    region: 'Напоминания',
    reminder: 'Напоминание: {task}',
    due: 'Срок {time}',
    callNow: 'Позвонить',
    again: 'Напомнить ещё раз',
    'ten-minutes': 'через 10 мин',
    hour: 'через час',
    morning: 'завтра утром',
    seen: 'Понятно',
    open: 'Открыть: {task}',
    failed: 'Не получилось: {why}',
    notify: 'Показывать и на рабочем столе',
  },
};
