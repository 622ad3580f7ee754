import type { Catalogue } from '@ringback/ui';

const en = {
  why: 'Why did “{deal}” fall through?',
  reason: 'Reason',
  choose: 'choose a reason',
  move: 'Move to “{stage}”',
  leave: 'Leave it where it is',
  clash: '“{deal}” was changed by somebody else meanwhile. It is in “{theirs}” now; you wanted “{yours}”.',
  again: 'Move to “{stage}” all the same',
  takeTheirs: 'Leave it as it is now',
  needs: '“{deal}” cannot go to “{stage}” yet. Fill in first: {fields}.',
  failed: '“{deal}” was not moved: {why}',
  tryAgain: 'Try again',
};
export type StageMoveQuestions = typeof en;

export const stageMoveQuestions: Catalogue<StageMoveQuestions> = {
  en,
  uk: {
    why: 'Чому не склалася угода «{deal}»?',
    reason: 'Причина',
    choose: 'виберіть причину',
    move: 'Перевести в «{stage}»',
    leave: 'Лишити, де є',
    clash: 'Угоду «{deal}» тим часом змінив хтось інший. Зараз вона в «{theirs}»; ви хотіли «{yours}».',
    again: 'Усе одно перевести в «{stage}»',
    takeTheirs: 'Лишити, як є зараз',
    needs: 'Угода «{deal}» ще не може перейти в «{stage}». Спершу заповніть: {fields}.',
    failed: 'Угоду «{deal}» не переведено: {why}',
    tryAgain: 'Спробувати ще раз',
  },
  ru: {
    why: 'Почему не состоялась сделка «{deal}»?',
    reason: 'Причина',
    choose: 'выберите причину',
    move: 'Перевести в «{stage}»',
    leave: 'Оставить, где есть',
    clash:
      'Сделку «{deal}» тем временем изменил кто-то другой. Сейчас она в «{theirs}»; вы хотели «{yours}».',
    again: 'Всё равно перевести в «{stage}»',
    takeTheirs: 'Оставить, как есть сейчас',
    needs: 'Сделка «{deal}» ещё не может перейти в «{stage}». Сначала заполните: {fields}.',
    failed: 'Сделка «{deal}» не переведена: {why}',
    tryAgain: 'Попробовать ещё раз',
  },
};
