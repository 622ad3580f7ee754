/** Phone numbers as 1C's contact information keeps them, and how they are looked for. Pure. */
import { readNumber } from '@ringback/model/phone-number';
import { phoneTail } from '../phone.ts';
import { CONTACTS, type PeopleSet } from './layout.ts';
import { or, text } from './odata.ts';
import type { Contact } from './rows.ts';

export const PHONE = 'Телефон';
export const EMAIL = 'АдресЭлектроннойПочты';
/** Digits of a number without its codes, as 1C's own forms count them. */
const LOCAL_DIGITS = 7;

/**
 * Everybody who may have the number, in one question: by the reversed digits where the version keeps them, by the digits, and by the
 * usual spellings for rows whose digits are empty. All of them at once: a first answer would hide that the number is shared.
 */
export function phoneFilter({ reversed, digits }: PeopleSet, e164: string): string {
  const tail = phoneTail(e164);
  const local = tail.slice(-LOCAL_DIGITS);
  const [a, b, c] = [local.slice(0, 3), local.slice(3, 5), local.slice(5)];
  const spellings = [...new Set([local, `${a}-${b}-${c}`, `${a} ${b} ${c}`])];
  const row = [
    ...(reversed ? [`startswith(x/ОбратныйНомерТелефона,${text([...tail].reverse().join(''))})`] : []),
    `endswith(x/НомерТелефона,${text(tail)})`,
    ...spellings.map((spelling) => `substringof(${text(spelling)},x/Представление)`),
  ];
  const rows = `${CONTACTS}/any(x: ${row.join(' or ')})`;
  return or([rows, ...(digits === undefined ? [] : [`endswith(${digits},${text(tail)})`])]);
}

/** How a person reads it in 1C's form, and what 1C searches by. `Вид_Key` says which of the fields on the form it is. */
export function phoneRow(e164: string, kindId: string, reversed: boolean): Record<string, string> {
  const read = readNumber(e164, 'ZZ');
  const shown = read.kind === 'e164' ? read.international : e164;
  const digits = e164.replace(/\D/g, '');
  const [code = '', area = '', ...rest] = shown.replace(/^\+/, '').split(/[\s-]+/);
  const value = {
    version: 4,
    value: shown,
    type: PHONE,
    countryCode: code,
    areaCode: area,
    number: rest.join(''),
    extNumber: '',
  };
  return {
    Тип: PHONE,
    Вид_Key: kindId,
    Представление: shown,
    НомерТелефона: digits,
    НомерТелефонаБезКодов: digits.slice(-LOCAL_DIGITS),
    ...(reversed ? { ОбратныйНомерТелефона: [...digits].reverse().join('') } : {}),
    Значение: JSON.stringify(value),
  };
}

export function emailRow(address: string, kindId: string): Record<string, string> {
  return {
    Тип: EMAIL,
    Вид_Key: kindId,
    Представление: address,
    АдресЭП: address,
    ДоменноеИмяСервера: address.split('@')[1] ?? '',
    Значение: JSON.stringify({ version: 4, value: address, type: EMAIL }),
  };
}

/** 1C refuses a part whose rows are not numbered from one on. */
export function numbered<T extends object>(rows: readonly T[]): (T & { LineNumber: string })[] {
  return rows.map((row, index) => ({ ...row, LineNumber: String(index + 1) }));
}

/** What people typed as phones. */
export function writtenPhones(contacts: readonly Contact[]): string[] {
  return contacts
    .filter((row) => row.Тип === PHONE)
    .map((row) => row.Представление || row.НомерТелефона || '')
    .filter((written) => written !== '');
}

export function emailOf(contacts: readonly Contact[]): string | undefined {
  const row = contacts.find((one) => one.Тип === EMAIL && (one.АдресЭП || one.Представление));
  return row?.АдресЭП || row?.Представление || undefined;
}

export function addressOf(contacts: readonly Contact[]): string | undefined {
  return contacts.find((row) => row.Тип === 'Адрес')?.Представление || undefined;
}
