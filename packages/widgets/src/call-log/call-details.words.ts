import type { Catalogue } from '@ringback/ui';

const en = {
  started: 'Began',
  agent: 'Agent',
  phone: 'Agent’s phone',
  desk: 'on the desk',
  soft: 'in the browser',
  mobile: 'mobile',
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
    phone: 'Телефон співробітника',
    desk: 'настільний',
    soft: 'у браузері',
    mobile: 'мобільний',
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
    phone: 'Телефон сотрудника',
    desk: 'настольный',
    soft: 'в браузере',
    mobile: 'мобильный',
    line: 'Наш номер',
    page: 'Со страницы',
    disposition: 'Результат',
    participants: 'Участники',
    sound: 'Звук',
    soundWas: '{mos} из 4,5 · {rtt} мс · потеряно {loss} %',
  },
};
