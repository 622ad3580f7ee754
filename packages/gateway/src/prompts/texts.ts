/** The sentences that callers hear, each by the name under which an owner's own file takes its place. */
import type { Locale } from '@ringback/model';

export interface Sentences {
  position(place: number): string;
  minutes(minutes: number): string;
  press: string;
  callback: string;
  voicemail: string;
  message: string;
}

/** Slavic: 1 minute, 2 to 4, and the rest; eleven to fourteen are of the rest. */
function slavic(count: number, [one, few, many]: readonly [string, string, string]): string {
  const [tens, ones] = [count % 100, count % 10];
  if (tens >= 11 && tens <= 14) return many;
  if (ones === 1) return one;
  return ones >= 2 && ones <= 4 ? few : many;
}

export const SENTENCES: Record<Locale, Sentences> = {
  en: {
    position: (place) => `You are number ${place} in the queue.`,
    minutes: (count) => `It will be about ${count} ${count === 1 ? 'minute' : 'minutes'}.`,
    press: 'To be called back without losing your place, press 1.',
    callback: 'Thank you. We will call you back when it is your turn. Goodbye.',
    voicemail: 'Nobody can take your call now. Please leave a message after the tone.',
    message: 'Nobody can take your call now. Please call again later. Goodbye.',
  },
  uk: {
    position: (place) => `Ви ${place} у черзі.`,
    minutes: (count) =>
      `Орієнтовний час очікування: ${count} ${slavic(count, ['хвилина', 'хвилини', 'хвилин'])}.`,
    press: 'Щоб ми передзвонили вам у порядку черги, натисніть 1.',
    callback: 'Дякуємо. Ми передзвонимо, коли настане ваша черга. До побачення.',
    voicemail: 'Зараз ніхто не може відповісти. Залиште повідомлення після сигналу.',
    message: 'Зараз ніхто не може відповісти. Будь ласка, зателефонуйте пізніше. До побачення.',
  },
  ru: {
    position: (place) => `Вы ${place} в очереди.`,
    minutes: (count) => `Примерное время ожидания: ${count} ${slavic(count, ['минута', 'минуты', 'минут'])}.`,
    press: 'Чтобы мы перезвонили вам в порядке очереди, нажмите 1.',
    callback: 'Спасибо. Мы перезвоним, когда подойдёт ваша очередь. До свидания.',
    voicemail: 'Сейчас никто не может ответить. Оставьте сообщение после сигнала.',
    message: 'Сейчас никто не может ответить. Пожалуйста, позвоните позже. До свидания.',
  },
};
