import type { Catalogue } from '@ringback/ui';

const en = {
  columns: 'Columns',
  saveView: 'Save view',
  viewName: 'Name of the view',
  byDefault: 'Opens first',
  share: 'Share with colleagues',
  removeView: 'Delete view',
  earlier: 'Earlier: {column}',
  later: 'Later: {column}',
  file: 'Save as a file (CSV)',
  filling: '{count} lines so far…',
  noFile: 'There is no file: {why}',
  notKept: 'The view was not kept: {why}',
};

export type ListMenuWords = typeof en;

export const listMenuWords: Catalogue<ListMenuWords> = {
  en,
  uk: {
    columns: 'Стовпці',
    saveView: 'Зберегти вигляд',
    viewName: 'Назва вигляду',
    byDefault: 'Відкривається першим',
    share: 'Показувати колегам',
    removeView: 'Видалити вигляд',
    earlier: 'Раніше: {column}',
    later: 'Далі: {column}',
    file: 'Зберегти у файл (CSV)',
    filling: 'Рядків: {count}…',
    noFile: 'Файлу немає: {why}',
    notKept: 'Вигляд не збережено: {why}',
  },
  ru: {
    columns: 'Столбцы',
    saveView: 'Сохранить вид',
    viewName: 'Название вида',
    byDefault: 'Открывается первым',
    share: 'Показывать коллегам',
    removeView: 'Удалить вид',
    earlier: 'Раньше: {column}',
    later: 'Дальше: {column}',
    file: 'Сохранить в файл (CSV)',
    filling: 'Строк: {count}…',
    noFile: 'Файла нет: {why}',
    notKept: 'Вид не сохранён: {why}',
  },
};
