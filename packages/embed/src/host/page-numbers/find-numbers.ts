/**
 * Phone numbers in running text. Rather one too few: a price, a date or the number of an order that calls when it is clicked does more
 * harm than a phone number that has to be typed.
 */

/** A country's numbers as its own people write them, without the country's code. Separators are taken out before. */
interface Plan {
  /** Code of the country, which many leave without its plus. */
  readonly code: string;
  /** What comes before the code of an area. */
  readonly trunk: string;
  /** Digits with the trunk prefix; what looks like this is taken also where nothing divides it. */
  readonly whole: RegExp;
}

const PLANS = {
  UA: { code: '380', trunk: '0', whole: /^0[3-9]\d{8}$/ },
  RU: { code: '7', trunk: '8', whole: /^8[3-9]\d{9}$/ },
  KZ: { code: '7', trunk: '8', whole: /^8[67]\d{9}$/ },
  BY: { code: '375', trunk: '0', whole: /^8?0[1-4]\d{8}$/ },
  MD: { code: '373', trunk: '0', whole: /^0[2-7]\d{7}$/ },
} as const satisfies Record<string, Plan>;

/** Countries whose national numbers are known; elsewhere a number needs its plus. */
export type PlannedCountry = keyof typeof PLANS;
export const PLANNED_COUNTRIES = Object.keys(PLANS) as PlannedCountry[];

export interface FoundNumber {
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** As it is written. */
  readonly text: string;
}

const SPACE = '[ \\u00a0\\u2007\\u2009\\u202f]';
const DASH = '[-\\u2010-\\u2014]';
/** Between two digits: a bracket, a dot or a dash, with a space on either side. Never two spaces: those stand between two numbers. */
const GAP = `(?:${SPACE}?[()]${SPACE}?${DASH}?${SPACE}?|${SPACE}?${DASH}${SPACE}?|[.]|${SPACE})`;
const CANDIDATE = new RegExp(`(?:\\+${SPACE}?)?\\(?\\+?\\d(?:${GAP}?\\d){6,16}`, 'gu');

/** What stands right before a number that is no phone's: a sign of money, a longer word or number. */
const NOT_AFTER = /(?:[\p{L}\p{N}_№#$€£₴₽/@=&%*]|\d[.,:])$/u;

/** The name of an identifier. What has its plus is a phone's all the same. */
const IDENTIFIED = new RegExp(
  '(?:[№#]|(?<!\\p{L})(?:id|sku|ean|isbn|upc|imei|vin|iban|order|invoice|tracking|ref|code|art|item|account|card|tax|vat|' +
    'арт|артикул|код|замовлення|заказ|заказа|накладна|накладная|ттн|ен|эн|рахунок|счет|счёт|р/р|р/с|к/с|картка|карта|карты|' +
    'штрихкод|штрих-код|єдрпоу|едрпоу|рнокпп|іпн|инн|кпп|огрн|огрнип|окпо|бик|мфо|снилс|договір|договор|серійний|серийный))' +
    `(?:${SPACE}?(?:n|no|nr|номер|№|#|товару|товара|клієнта|клиента))?[.:№#]*${SPACE}?$`,
  'iu',
);

/** What stands right after one: more of a word or number, money, a share, a measure. */
const NOT_BEHIND = new RegExp(
  `^(?:[\\p{L}\\p{N}_@%]|[.,:/=]\\d|${DASH}[\\p{L}\\p{N}]|` +
    `${SPACE}?(?:[$€£₴₽%°]|(?:грн|uah|usd|eur|руб|р\\.|rub|тг|тенге|kzt|lei|mdl|byn|zł|pln|шт|кг|г|см|мм|м|мл|л|гб|мб|кб|gb|mb|kg|cm|mm|pcs)(?!\\p{L})))`,
  'iu',
);

const DATE = /^(?:\d{4}[.\-/]\d{1,2}[.\-/]\d{1,2}|\d{1,2}[.\-/]\d{1,2}[.\-/](?:19|20)\d{2})(?!\d)/;
const ADDRESS_OF_A_COMPUTER = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** `1 234 567`: groups of three are an amount. */
const AMOUNT = new RegExp(`^[1-9]\\d{0,2}(?:[${SPACE.slice(1, -1)}.]\\d{3})+$`, 'u');
/** `2019-2024`, `1000–5000`: from one to another. */
const SPAN = new RegExp(`^\\d{4}${SPACE}?${DASH}${SPACE}?\\d{4}$`, 'u');

/** Those numbers of a text that can only be phones'. */
export function findNumbers(text: string, country?: PlannedCountry): FoundNumber[] {
  const found: FoundNumber[] = [];
  for (const match of text.matchAll(CANDIDATE)) {
    // A bracket round the whole remark does not belong to it.
    const written = match[0].includes(')') ? match[0] : match[0].replace(/^\(/, '');
    const end = match.index + match[0].length;
    const start = end - written.length;
    const before = text.slice(Math.max(0, start - 40), start);
    if (NOT_AFTER.test(before) || NOT_BEHIND.test(text.slice(end, end + 12))) continue;
    if (!written.includes('+') && IDENTIFIED.test(before)) continue;
    if (isPhone(written, country)) found.push({ start, end, text: written });
  }
  return found;
}

function isPhone(written: string, country: PlannedCountry | undefined): boolean {
  const digits = written.replace(/\D/g, '');
  if (new Set(digits).size < 3 || hasStrayBrackets(written)) return false;
  if (/^\(?\+/.test(written)) return /^[1-9]\d{7,14}$/.test(digits) && !written.slice(2).includes('+');
  if ([DATE, ADDRESS_OF_A_COMPUTER, AMOUNT, SPAN].some((other) => other.test(written))) return false;
  const plan: Plan | undefined = country && PLANS[country];
  if (!plan) return false;
  if (plan.whole.test(digits)) return true;
  // With the code and without the plus, or the area in brackets: no identifier is written so.
  const bracketed = /^\(\d{2,5}\)/.test(written) && plan.whole.test(plan.trunk + digits);
  const coded = digits.startsWith(plan.code) && plan.whole.test(digits.replace(plan.code, plan.trunk));
  // A code of one digit says too little where nothing divides the number.
  return bracketed || (coded && (plan.code.length > 1 || /\D/.test(written)));
}

/** One pair at most, round the code of the area and not at the end. */
function hasStrayBrackets(written: string): boolean {
  const order = written.replace(/[^()]/g, '');
  return order !== '' && (order !== '()' || /\(\d{7,}\)/.test(written));
}
