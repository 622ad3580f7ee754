import type { Catalogue } from '@ringback/ui';

const en = {
  comment: 'Comment',
  placeholder: 'What was it about?',
  saving: 'Saving…',
  saved: 'Saved',
  waiting: 'Kept here until you are online',
  failed: 'Not saved.',
  saveAgain: 'Save again',
};

export type CommentWords = typeof en;

export const commentWords: Catalogue<CommentWords> = {
  en,
  uk: {
    comment: 'Коментар',
    placeholder: 'Про що говорили?',
    saving: 'Зберігаємо…',
    saved: 'Збережено',
    waiting: 'Чекає тут, доки немає мережі',
    failed: 'Не збережено.',
    saveAgain: 'Зберегти ще раз',
  },
  ru: {
    comment: 'Комментарий',
    placeholder: 'О чём говорили?',
    saving: 'Сохраняем…',
    saved: 'Сохранено',
    waiting: 'Ждёт здесь, пока нет сети',
    failed: 'Не сохранено.',
    saveAgain: 'Сохранить ещё раз',
  },
};
