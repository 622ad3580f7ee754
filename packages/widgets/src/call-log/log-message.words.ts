import type { Catalogue } from '@ringback/ui';

const en = {
  write: 'Write to {who}',
  text: 'SMS to the caller',
  send: 'Send',
  sent: 'SMS sent',
};

export const logMessageWords: Catalogue<typeof en> = {
  en,
  uk: {
    write: 'Написати: {who}',
    text: 'SMS абоненту',
    send: 'Надіслати',
    sent: 'SMS надіслано',
  },
  ru: {
    write: 'Написать: {who}',
    text: 'SMS абоненту',
    send: 'Отправить',
    sent: 'SMS отправлено',
  },
};
