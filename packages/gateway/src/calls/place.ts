/** Where a number is at home: for callers of whom nothing else is known (S074). */
import type { Call } from '@ringback/model';
import { readNumber } from '@ringback/model/phone-number';

type Place = NonNullable<Call['place']>;

/** `undefined` for extensions, hidden numbers and world-wide codes. */
export function placeOf(number: string, home: string): Place | undefined {
  const read = readNumber(number, home);
  if (read.kind !== 'e164' || read.country === undefined) return undefined;
  const area = read.country === 'UA' ? UKRAINE[read.e164.slice(4, 6)] : undefined;
  if (!area) return { country: read.country };
  const [en, uk, ru] = area;
  return { country: read.country, area: { en, uk, ru } };
}

/** Areas of fixed lines by the two digits after +380, from the national numbering plan (ITU-T E.129). Mobile numbers have none. */
const UKRAINE: Readonly<Record<string, readonly [en: string, uk: string, ru: string]>> = {
  31: ['Zakarpattia', 'Закарпаття', 'Закарпатье'],
  32: ['Lviv region', 'Львівщина', 'Львовская область'],
  33: ['Volyn', 'Волинь', 'Волынь'],
  34: ['Ivano-Frankivsk region', 'Івано-Франківщина', 'Ивано-Франковская область'],
  35: ['Ternopil region', 'Тернопільщина', 'Тернопольская область'],
  36: ['Rivne region', 'Рівненщина', 'Ровенская область'],
  37: ['Chernivtsi region', 'Чернівеччина', 'Черновицкая область'],
  38: ['Khmelnytskyi region', 'Хмельниччина', 'Хмельницкая область'],
  41: ['Zhytomyr region', 'Житомирщина', 'Житомирская область'],
  43: ['Vinnytsia region', 'Вінниччина', 'Винницкая область'],
  44: ['Kyiv', 'Київ', 'Киев'],
  45: ['Kyiv region', 'Київщина', 'Киевская область'],
  46: ['Chernihiv region', 'Чернігівщина', 'Черниговская область'],
  47: ['Cherkasy region', 'Черкащина', 'Черкасская область'],
  48: ['Odesa region', 'Одещина', 'Одесская область'],
  51: ['Mykolaiv region', 'Миколаївщина', 'Николаевская область'],
  52: ['Kirovohrad region', 'Кіровоградщина', 'Кировоградская область'],
  53: ['Poltava region', 'Полтавщина', 'Полтавская область'],
  54: ['Sumy region', 'Сумщина', 'Сумская область'],
  55: ['Kherson region', 'Херсонщина', 'Херсонская область'],
  56: ['Dnipropetrovsk region', 'Дніпропетровщина', 'Днепропетровская область'],
  57: ['Kharkiv region', 'Харківщина', 'Харьковская область'],
  61: ['Zaporizhzhia region', 'Запоріжжя', 'Запорожская область'],
  62: ['Donetsk region', 'Донеччина', 'Донецкая область'],
  64: ['Luhansk region', 'Луганщина', 'Луганская область'],
  65: ['Crimea', 'Крим', 'Крым'],
  69: ['Sevastopol', 'Севастополь', 'Севастополь'],
};
