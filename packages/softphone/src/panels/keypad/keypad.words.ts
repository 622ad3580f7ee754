import type { Catalogue } from '@ringback/ui';

const en = {
  tones: 'Sent tones',
  hint: 'Type digits, or paste them; a comma waits two seconds.',
};

export const keypadWords: Catalogue<typeof en> = {
  en,
  uk: { tones: 'Надіслані тони', hint: 'Набирайте цифри або вставте їх; кома чекає дві секунди.' },
  ru: { tones: 'Отправленные тоны', hint: 'Набирайте цифры или вставьте их; запятая ждёт две секунды.' },
};
