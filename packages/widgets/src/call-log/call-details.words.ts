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
  },
};
