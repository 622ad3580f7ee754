import type { Catalogue } from '@ringback/ui';

const en = { skip: 'Skip to the phone' };

export const skipLinkWords: Catalogue<typeof en> = {
  en,
  uk: { skip: 'Перейти до телефону' },
  ru: { skip: 'Перейти к телефону' },
};
