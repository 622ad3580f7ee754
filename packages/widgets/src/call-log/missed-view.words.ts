import type { Catalogue } from '@ringback/ui';

const en = {
  line: 'Our number',
  first: 'First call',
  last: 'Last call',
  times: 'Called',
  reason: 'Why does nobody need to call back?',
  reasonHint: 'Wrote by e-mail, wrong number…',
  dismiss: 'Take off the list',
};

export const missedViewWords: Catalogue<typeof en> = {
  en,
  uk: {
    line: 'Наш номер',
    first: 'Перший дзвінок',
    last: 'Останній дзвінок',
    times: 'Телефонував разів',
    reason: 'Чому передзвонювати не треба?',
    reasonHint: 'Відповіли листом, помилився номером…',
    dismiss: 'Прибрати зі списку',
  },
  ru: {
    line: 'Наш номер',
    first: 'Первый звонок',
    last: 'Последний звонок',
    times: 'Звонил раз',
    reason: 'Почему перезванивать не нужно?',
    reasonHint: 'Ответили письмом, ошибся номером…',
    dismiss: 'Убрать из списка',
  },
};
