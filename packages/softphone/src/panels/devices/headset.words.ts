import type { Catalogue } from '@ringback/ui';

const en = {
  headset: 'Answer, hang up and mute by the buttons of a headset',
  connect: 'Choose a headset',
  connected: '{name}: its buttons work.',
  gone: 'The headset was unplugged. Its buttons work again when it is back.',
  refused: 'The headset cannot be used: the browser or another program does not let us. Choose it again.',
};

export const headsetWords: Catalogue<typeof en> = {
  en,
  uk: {
    headset: 'Відповідати, класти слухавку й вимикати мікрофон кнопками гарнітури',
    connect: 'Обрати гарнітуру',
    connected: '{name}: кнопки працюють.',
    gone: 'Гарнітуру від’єднано. Кнопки запрацюють, коли вона повернеться.',
    refused: 'Гарнітура недоступна: не дозволяє браузер або інша програма. Оберіть її ще раз.',
  },
  ru: {
    headset: 'Отвечать, класть трубку и выключать микрофон кнопками гарнитуры',
    connect: 'Выбрать гарнитуру',
    connected: '{name}: кнопки работают.',
    gone: 'Гарнитуру отсоединили. Кнопки заработают, когда она вернётся.',
    refused: 'Гарнитура недоступна: не разрешает браузер или другая программа. Выберите её ещё раз.',
  },
};
