import type { Catalogue } from '@ringback/ui';

const en = {
  hint: 'They work anywhere in the page, but not while you type.',
  answer: 'Answer',
  hangUp: 'Hang up, decline',
  mute: 'Microphone on and off',
  hold: 'Hold, resume',
  dial: 'Dial a number (a marked one is taken along)',
  calls: 'Latest calls',
  off: 'off',
  change: 'Change: {what}',
  press: 'Press the new keys. Escape leaves it, Backspace switches it off.',
  noModifier: '{keys} alone would come while typing: hold Alt, Ctrl or ⌘ with it, or take a key F2, F8, F9.',
  browser: '{keys} belongs to the browser. Try another one, with Alt and Shift.',
  page: '{keys} belongs to this page. Try another one.',
  taken: '{keys} already does this: {what}. Try another one.',
  usual: 'All as usual',
};

export const keysWords: Catalogue<typeof en> = {
  en,
  uk: {
    hint: 'Працюють будь-де на сторінці, але не тоді, коли ви друкуєте.',
    answer: 'Відповісти',
    hangUp: 'Завершити, відхилити',
    mute: 'Мікрофон увімкнути чи вимкнути',
    hold: 'Утримати, повернутися',
    dial: 'Набрати номер (виділений береться з собою)',
    calls: 'Останні дзвінки',
    off: 'вимкнено',
    change: 'Змінити: {what}',
    press: 'Натисніть нові клавіші. Escape лишає як є, Backspace вимикає.',
    noModifier:
      '{keys} сама заважала б друкувати: разом з нею тримайте Alt, Ctrl чи ⌘ або візьміть F2, F8, F9.',
    browser: '{keys} належить браузеру. Спробуйте іншу, з Alt і Shift.',
    page: '{keys} належить цій сторінці. Спробуйте іншу.',
    taken: '{keys} уже робить це: {what}. Спробуйте іншу.',
    usual: 'Усе як зазвичай',
  },
  ru: {
    hint: 'Работают где угодно на странице, но не тогда, когда вы печатаете.',
    answer: 'Ответить',
    hangUp: 'Завершить, отклонить',
    mute: 'Микрофон включить или выключить',
    hold: 'Удержать, вернуться',
    dial: 'Набрать номер (выделенный берётся с собой)',
    calls: 'Последние звонки',
    off: 'выключено',
    change: 'Изменить: {what}',
    press: 'Нажмите новые клавиши. Escape оставляет как есть, Backspace выключает.',
    noModifier:
      '{keys} сама мешала бы печатать: вместе с ней держите Alt, Ctrl или ⌘ либо возьмите F2, F8, F9.',
    browser: '{keys} принадлежит браузеру. Попробуйте другую, с Alt и Shift.',
    page: '{keys} принадлежит этой странице. Попробуйте другую.',
    taken: '{keys} уже делает это: {what}. Попробуйте другую.',
    usual: 'Всё как обычно',
  },
};
