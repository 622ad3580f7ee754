import type { Catalogue } from '@ringback/ui';

const en = {
  started: 'Began',
  agent: 'Agent',
  line: 'Our number',
  page: 'Came from',
  disposition: 'Result',
  participants: 'Took part',
  sound: 'Sound',
  soundWas: '{mos} of 4.5 · {rtt} ms · {loss} % lost',
  first: 'First call',
  last: 'Last call',
  times: 'Called',
  reason: 'Why does nobody need to call back?',
  reasonHint: 'Wrote by e-mail, wrong number…',
  dismiss: 'Take off the list',
};

export type CallDetailsWords = typeof en;

export const callDetailsWords: Catalogue<CallDetailsWords> = {
  en,
  uk: {
    started: 'Початок',
    agent: 'Співробітник',
    line: 'Наш номер',
    page: 'Зі сторінки',
    disposition: 'Результат',
    participants: 'Учасники',
    sound: 'Звук',
    soundWas: '{mos} з 4,5 · {rtt} мс · втрачено {loss} %',
    first: 'Перший дзвінок',
    last: 'Останній дзвінок',
    times: 'Телефонував разів',
    reason: 'Чому передзвонювати не треба?',
    reasonHint: 'Відповіли листом, помилився номером…',
    dismiss: 'Прибрати зі списку',
  },
  ru: {
    started: 'Начало',
    agent: 'Сотрудник',
    line: 'Наш номер',
    page: 'Со страницы',
    disposition: 'Результат',
    participants: 'Участники',
    sound: 'Звук',
    soundWas: '{mos} из 4,5 · {rtt} мс · потеряно {loss} %',
    first: 'Первый звонок',
    last: 'Последний звонок',
    times: 'Звонил раз',
    reason: 'Почему перезванивать не нужно?',
    reasonHint: 'Ответили письмом, ошибся номером…',
    dismiss: 'Убрать из списка',
  },
};
