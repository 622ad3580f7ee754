import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNumbers, type PlannedCountry } from './find-numbers.ts';

const texts = (text: string, country: PlannedCountry | undefined) =>
  findNumbers(text, country).map((found) => found.text);

/** As shops' pages have them; the digits are others. */
const PAGES: [country: PlannedCountry | undefined, text: string, numbers: string[]][] = [
  [
    'UA',
    'Графік роботи: ПН-ПТ з 9:00 до 18:00. Тел.: (044) 123-45-67, (067) 123-45-01',
    ['(044) 123-45-67', '(067) 123-45-01'],
  ],
  ['UA', 'Kyivstar 067 123 45 01 Vodafone 050-111-22-33', ['067 123 45 01', '050-111-22-33']],
  [
    'UA',
    'Телефонуйте: +38 (044) 123-45-67 або 0 800 301 230 (безкоштовно)',
    ['+38 (044) 123-45-67', '0 800 301 230'],
  ],
  ['UA', 'Viber/Telegram: 0501112233', ['0501112233']],
  ['UA', '380501112233', ['380501112233']],
  ['UA', 'Ірина (050 111 22 33), Олег (0671234501)', ['050 111 22 33', '0671234501']],
  ['UA', '38 (050) 111-22-33', ['38 (050) 111-22-33']],
  [
    'UA',
    'Покупець: Ірина Коваленко, +380 50 111 22 33; отримувач: Петро, +380(67)222-33-44.',
    ['+380 50 111 22 33', '+380(67)222-33-44'],
  ],
  ['UA', 'Замовлення № 0501112233 від 24.11.2026, сума 1 234 567 грн', []],
  ['UA', 'Код товару: 0671234501. Артикул 050-111-22-33', []],
  ['UA', 'ТТН 20450123456789, ЄДРПОУ 00123456, ІПН 0312345678', []],
  ['UA', 'IBAN UA213223130000026007233566001', []],
  ['UA', 'Картка 5168 7450 1234 5678, дійсна до 11/2028', []],
  ['UA', 'Доставка до замовлень на суму до 1500 грн. – платна, 40-45 грн. З 01.09.2026 по 30.09.2026', []],
  ['UA', 'Лампа 120 000 000 грн, знижка 10%, 2019-2024', []],
  ['UA', 'Розмір 0501 x 1122 мм; LED 067-123-45-01-A', []],
  ['UA', 'EAN 4820012345678; 4820012345678', []],
  ['UA', 'Ukrposhta 0503012345678', []],
  ['UA', '0441234567 грн', []],
  ['UA', 'Координати 50.4501 30.5234, 50.450100, 30.523400', []],
  ['UA', '192.168.100.200, версія 10.2.1.4003', []],
  ['UA', '2026-11-24 18:30:00, 1795544107951', []],
  ['RU', '8 800 222-45-06 +7 922 995 64 03 Viber, Whatsapp', ['8 800 222-45-06', '+7 922 995 64 03']],
  ['RU', 'Отдел продаж: 8(495)123-45-67, (495) 765-43-21', ['8(495)123-45-67', '(495) 765-43-21']],
  ['RU', 'Звоните: +7 (495) 123‑45‑67 доб. 12', ['+7 (495) 123‑45‑67']],
  ['RU', '79261234567', []],
  ['RU', '7 926 123-45-67', ['7 926 123-45-67']],
  ['RU', 'ИНН 6321285863, КПП 632101001, ОГРН 1026301983113, р/с 40702810400000012345', []],
  ['RU', 'Цена: 89 990 руб., было 8 926 123 руб.', []],
  ['RU', 'Заказ 89261234567 собран, счёт № 84951234567', []],
  ['RU', 'Штрихкод: 8595012345678', []],
  [undefined, 'Call us: +1 (212) 555-0142 or +44 20 7946 0958.', ['+1 (212) 555-0142', '+44 20 7946 0958']],
  [undefined, 'Order 050 111 22 33, 212-555-0142', []],
  [undefined, 'C++11, 1+12345678, +10 000 000 UAH, +12%', []],
  [undefined, '(+380) 50 111 22 33', ['(+380) 50 111 22 33']],
  ['KZ', 'Алматы: 8 (727) 312-34-56, +7 701 123 45 67', ['8 (727) 312-34-56', '+7 701 123 45 67']],
  ['BY', '8 (029) 612-34-56; 375 29 612-34-56', ['8 (029) 612-34-56', '375 29 612-34-56']],
  ['MD', '022 123 456, 069123456', ['022 123 456', '069123456']],
];

describe('phone numbers in a page', () => {
  it.each(PAGES)('%s: %s', (country, text, numbers) => {
    expect(texts(text, country)).toEqual(numbers);
  });

  const digits = (length: number) =>
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });
  const two = fc.integer({ min: 1, max: 12 }).map((value) => String(value).padStart(2, '0'));

  it('are none of the amounts, dates and hours that there are', () => {
    const amount = fc
      .tuple(fc.integer({ min: 1, max: 999_999_999_999 }), fc.constantFrom(' ', '\u00a0', '\u202f', '.', ','))
      .map(([value, gap]) => value.toLocaleString('en').replaceAll(',', gap));
    const date = fc
      .tuple(two, two, fc.integer({ min: 1900, max: 2099 }), fc.constantFrom('.', '-', '/'))
      .chain(([day, month, year, gap]) =>
        fc.constantFrom(`${day}${gap}${month}${gap}${year}`, `${year}${gap}${month}${gap}${day}`),
      );
    const price = fc
      .tuple(fc.nat(), fc.constantFrom('грн', '₴', 'руб.', '₽', '€', 'USD'))
      .map(([value, unit]) => `${value} ${unit}`);
    fc.assert(
      fc.property(
        fc.oneof(amount, date, price),
        fc.constantFrom<PlannedCountry>('UA', 'RU', 'KZ', 'BY'),
        (text, country) => {
          expect(texts(`Разом: ${text}.`, country)).toEqual([]);
        },
      ),
    );
  });

  it('are found however they are divided, and the offsets are where they stand', () => {
    const gap = fc.constantFrom(' ', '-', '\u00a0', '\u2011', '.');
    fc.assert(
      fc.property(
        digits(9),
        gap,
        gap,
        fc.constantFrom('Тел. ', 'call:', '', '\n'),
        (rest, one, other, before) => {
          fc.pre(new Set(rest).size > 2);
          const all = rest.join('');
          const number = `+380${one === '.' ? ' ' : one}${all.slice(0, 2)}${one}${all.slice(2, 5)}${other}${all.slice(5, 7)}${other}${all.slice(7)}`;
          const text = `${before}${number}, ask for Ann`;
          expect(findNumbers(text, 'UA')).toEqual([
            { start: before.length, end: before.length + number.length, text: number },
          ]);
        },
      ),
    );
  });

  it('are looked for in a time that grows with the text alone', () => {
    const long = '+1 2-3 4-5 6-7 8.'.repeat(20_000);
    expect(findNumbers(long).length).toBeGreaterThanOrEqual(0);
  });
});
