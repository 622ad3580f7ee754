import type { Catalogue } from '@ringback/ui';
import type { PartyTab } from './party-tabs.ts';

type PartyTabsWords = Record<PartyTab, string>;

export const partyTabsWords: Catalogue<PartyTabsWords> = {
  en: {
    details: 'Details',
    people: 'People',
    deals: 'Deals',
    tasks: 'Tasks',
    processes: 'Processes',
    communications: 'Communications',
    letters: 'Letters',
    orders: 'Orders',
    documents: 'Documents',
    history: 'Changes',
  },
  uk: {
    details: 'Дані',
    people: 'Люди',
    deals: 'Угоди',
    tasks: 'Завдання',
    processes: 'Процеси',
    communications: 'Спілкування',
    letters: 'Листи',
    orders: 'Замовлення',
    documents: 'Документи',
    history: 'Зміни',
  },
  ru: {
    details: 'Данные',
    people: 'Люди',
    deals: 'Сделки',
    tasks: 'Задачи',
    processes: 'Процессы',
    communications: 'Общение',
    letters: 'Письма',
    orders: 'Заказы',
    documents: 'Документы',
    history: 'Изменения',
  },
};
