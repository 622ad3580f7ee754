import type { Catalogue } from '@ringback/ui';

const en = {
  create: 'New lead',
  known: 'A customer already: {names}. A deal of his may be what you want.',
};

export const leadFormWords: Catalogue<typeof en> = {
  en,
  uk: {
    create: 'Новий лід',
    known: 'Уже клієнт: {names}. Можливо, потрібна угода з ним.',
  },
  ru: {
    create: 'Новый лид',
    known: 'Уже клиент: {names}. Возможно, нужна сделка с ним.',
  },
};
