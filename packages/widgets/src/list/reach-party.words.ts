import type { Catalogue } from '@ringback/ui';

const en = {
  call: 'no number of {who} is known.',
  write: 'no e-mail address of {who} is known.',
};

export type ReachPartyWords = typeof en;

export const reachPartyWords: Catalogue<ReachPartyWords> = {
  en,
  uk: {
    call: 'номер невідомий: {who}.',
    write: 'адреса електронної пошти невідома: {who}.',
  },
  ru: {
    call: 'номер неизвестен: {who}.',
    write: 'адрес электронной почты неизвестен: {who}.',
  },
};
