import type { Catalogue } from '@ringback/ui';

const en = {
  nobodyWaits: 'Nobody waits to be called back.',
  whose: 'Who calls back',
  waited: 'Missed {times}× · waited {time}',
  hungUp: 'Missed {times}× · hung up after {time}',
  nobody: 'Nobody yet',
  claimedBy: '{who}, until {until}',
  claim: 'I call {who} back',
  release: 'Give back: {who}',
  dismiss: 'Nobody needs to call {who} back',
};

export const logTodoWords: Catalogue<typeof en> = {
  en,
  uk: {
    nobodyWaits: 'Ніхто не чекає на зворотний дзвінок.',
    whose: 'Хто передзвонить',
    waited: 'Пропущено {times}× · очікування {time}',
    hungUp: 'Пропущено {times}× · не дочекалися за {time}',
    nobody: 'Ще ніхто',
    claimedBy: '{who}, до {until}',
    claim: 'Передзвоню я: {who}',
    release: 'Повернути іншим: {who}',
    dismiss: 'Передзвонювати не треба: {who}',
  },
  ru: {
    nobodyWaits: 'Никто не ждёт обратного звонка.',
    whose: 'Кто перезвонит',
    waited: 'Пропущен {times}× · ожидание {time}',
    hungUp: 'Пропущен {times}× · не дождались за {time}',
    nobody: 'Пока никто',
    claimedBy: '{who}, до {until}',
    claim: 'Перезвоню я: {who}',
    release: 'Вернуть другим: {who}',
    dismiss: 'Перезванивать не нужно: {who}',
  },
};
