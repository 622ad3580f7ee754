import { describe, expect, it } from 'vitest';
import { normaliseNumber, numbersIn, readNumber } from './phone-number.ts';

describe('a phone number', () => {
  it.each([
    ['+380 44 123 45 67', 'UA'],
    ['044 123-45-67', 'UA'],
    ['(044) 123 45 67', 'UA'],
    ['380441234567', 'UA'],
    ['00380441234567', 'UA'],
    ['tel:+380441234567', 'UA'],
    ['tel:+380-44-123-4567;ext=5', 'UA'],
    ['sip:+380441234567@pbx.example', 'UA'],
    ['\u00a0+380\u2011441234567', 'UA'],
    ['810380441234567', 'RU'],
    ['\u202a+380 44 123 45 67\u202c', 'UA'],
    ['\u200e+380441234567\u200f', 'UA'],
    ['\u2066044\u00a0123\u2060-45-67\u2069', 'UA'],
    ['\u202etel:+380441234567\u200b', 'UA'],
    ['\ufeff044 123 45 67', 'UA'],
  ])('%s written in %s is one number', (spelling, country) => {
    expect(readNumber(spelling, country)).toMatchObject({
      kind: 'e164',
      e164: '+380441234567',
      country: 'UA',
    });
  });

  it.each([
    ['Arabic', '٠٤٤ ١٢٣ ٤٥ ٦٧'],
    ['Persian', '+۳۸۰۴۴۱۲۳۴۵۶۷'],
    ['Indian', '+३८० (४४) १२३-४५-६७'],
    ['full-width', '＋３８０４４１２３４５６７'],
    ['mathematical, where the tens of five styles follow each other', '+𝟹𝟾𝟶𝟺𝟺𝟷𝟸𝟹𝟺𝟻𝟼𝟽'],
    ['mixed', '+380 ٤٤ 123 ۴۵ ６７'],
  ])('in %s digits is the same number', (_script, written) => {
    expect(readNumber(written, 'UA')).toMatchObject({ kind: 'e164', e164: '+380441234567' });
    expect(normaliseNumber(written, 'UA')).toBe('+380441234567');
    expect(numbersIn(`Olena ${written} доб. 5`, 'UA')).toEqual(['+380441234567']);
  });

  it('of a colleague is short in every script', () => {
    expect(readNumber('١٠١', 'UA')).toEqual({ kind: 'internal', extension: '101' });
  });

  it('is read in the default country when it has no country of its own', () => {
    expect(readNumber('8 (495) 123-45-67', 'RU')).toMatchObject({ e164: '+74951234567' });
    expect(readNumber('020 7946 0018', 'GB')).toMatchObject({ e164: '+442079460018', country: 'GB' });
  });

  it('of a colleague is a short one', () => {
    expect(readNumber('101', 'UA')).toEqual({ kind: 'internal', extension: '101' });
    expect(readNumber(' 101 ', 'UA')).toEqual({ kind: 'internal', extension: '101' });
    expect(readNumber('\u202a101\u202c', 'UA')).toEqual({ kind: 'internal', extension: '101' });
  });

  it('of premium rate is recognised as not callable', () => {
    expect(readNumber('0900 212345', 'UA')).toMatchObject({ kind: 'e164', callable: false });
    expect(readNumber('+7 809 123 45 67', 'RU')).toMatchObject({ kind: 'e164', callable: false });
    expect(readNumber('+44 909 879 0000', 'GB')).toMatchObject({ kind: 'e164', callable: false });
  });

  it('of a satellite network is not callable', () => {
    const read = readNumber('+881 612 345 678', 'UA');
    expect(read.kind === 'e164' ? read.callable : false).toBe(false);
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['\u202a\u202c', 'empty'],
    ['call me', 'not-a-number'],
    ['<script>alert(1)</script>', 'not-a-number'],
    ['12-3', 'too-short'],
    ['044123', 'too-short'],
    ['+38044123456789012345', 'too-long'],
    ['+3804412345', 'not-a-number'],
  ])('%j is none: %s', (input, why) => {
    expect(readNumber(input, 'UA')).toEqual({ kind: 'none', why });
  });

  it('that cannot be read is kept as the network said it', () => {
    expect(normaliseNumber(' anonymous ', 'UA')).toBe('anonymous');
    expect(normaliseNumber('0441234567', 'UA')).toBe('+380441234567');
    expect(normaliseNumber('102', 'UA')).toBe('102');
  });
});

describe('a field in which people have written for ten years', () => {
  const [one, two] = ['+380671112233', '+380501112233'];
  it.each([
    ['0671112233 доб. 12', [one]],
    ['(067) 111-22-33 ext 5', [one]],
    ['+380671112233x12', [one]],
    ['0671112233#12', [one]],
    ['0671112233 (Марія)', [one]],
    ['тел. 067-111-22-33, дзвонити після 10', [one]],
    ['0671112233; 0501112233', [one, two]],
    ['0671112233/0501112233', [one, two]],
    ['067 111 22 33 / 050 111 22 33', [one, two]],
    ['0671112233 та 0501112233', [one, two]],
    ['+380671112233+380501112233', [one, two]],
    ['067-111-22-33 Олена\n050-111-22-33 Іван', [one, two]],
    ['067 111-22-33 (доб. 4), 050 111 22 33', [one, two]],
    ['０６７１１１２２３３', [one]],
    ['067 - 111 - 22 - 33 Олена', [one]],
    ['067/111-22-33 Марія', [one]],
    ['067/111-22-33/0501112233', [one, two]],
    ['067 111-22-33 / 050/111-22-33 Марія', [one, two]],
    ['067 - 111 - 22 - 33 та 050 - 111 - 22 - 33', [one, two]],
    ['067-111-22-33 - 050-111-22-33', [one, two]],
    ['0671112233 - дім', [one]],
    ['33-44', []],
    ['\u202a067 111 22 33\u202c Олена, \u202a050 111 22 33\u202c', [one, two]],
    ['немає', []],
    ['\u202a\u202c', []],
    ['', []],
    ['замовлення 1042 від 12.11.2026 на 15 000 грн', []],
  ])('%s', (text, numbers) => {
    expect(numbersIn(text, 'UA')).toEqual(numbers);
  });

  it('of another country', () => {
    expect(numbersIn('8 (495) 123-45-67 доб.123', 'RU')).toEqual(['+74951234567']);
    expect(numbersIn('030/1234567 Maria', 'DE')).toEqual(['+49301234567']);
    const both = ['+493012345678', '+493087654321'];
    expect(numbersIn('030/12345678/030/87654321', 'DE')).toEqual(both);
    expect(numbersIn('030 / 12345678 und 030 / 87654321', 'DE')).toEqual(both);
  });
});
