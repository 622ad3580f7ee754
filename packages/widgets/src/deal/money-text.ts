import type { Locale, Money } from '@ringback/model';

/** `12 500 ₴`; a currency that Intl does not know stands as it is. */
export function moneyText({ amount, currency }: Money, locale: Locale): string {
  try {
    const options = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
    return new Intl.NumberFormat(locale === 'en' ? 'en-GB' : locale, {
      ...options,
      trailingZeroDisplay: 'stripIfInteger',
    }).format(amount);
  } catch {
    return `${amount} ${currency}`;
  }
}

export const dayText = (iso: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'medium' }).format(new Date(iso));
