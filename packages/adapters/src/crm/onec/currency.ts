/** 1C names currencies by their numbers in ISO 4217; people see letters. */
import type { Named } from './rows.ts';

/** Currencies of the countries where these configurations are sold, and the usual foreign ones. */
const LETTERS: Record<string, string> = {
  '036': 'AUD',
  '051': 'AMD',
  '124': 'CAD',
  '156': 'CNY',
  '392': 'JPY',
  '398': 'KZT',
  '417': 'KGS',
  '498': 'MDL',
  '643': 'RUB',
  '756': 'CHF',
  '826': 'GBP',
  '840': 'USD',
  '860': 'UZS',
  '933': 'BYN',
  '934': 'TMT',
  '944': 'AZN',
  '949': 'TRY',
  '972': 'TJS',
  '978': 'EUR',
  '980': 'UAH',
  '981': 'GEL',
  '985': 'PLN',
};

/** One code, or none where the row says nothing that is known. */
export function currencyOf({ Code, Description }: Named): string[] {
  const letters = LETTERS[(Code ?? '').trim()] ?? /^[A-Z]{3}$/.exec((Description ?? '').trim())?.[0];
  return letters === undefined ? [] : [letters];
}
