/** What brought a visitor, told by his own browser once he has consented, and how a call comes to know of it. */
import * as z from 'zod/mini';
import { Id, IsoTime, line } from './scalars.ts';

export const DEVICES = ['desktop', 'mobile', 'tablet'] as const;
export type Device = (typeof DEVICES)[number];

/** Parameters by which advertising systems tell one click from another. */
export const CLICK_IDS = ['gclid', 'yclid', 'fbclid', 'msclkid'] as const;
export type ClickIdName = (typeof CLICK_IDS)[number];

const Word = line(120);
const Address = z.string().check(z.regex(/^https?:\/\//, 'must be an address of a page'), z.maxLength(500));

/** One landing from elsewhere: the UTM words, or what can be told without them. */
export const Touch = z.strictObject({
  /** `google`; `direct` where nothing is known. */
  source: Word,
  /** `cpc`, `organic`, `referral`; `none` of a direct one. */
  medium: Word,
  campaign: z.optional(Word),
  /** The banner: `utm_content`. */
  content: z.optional(Word),
  /** The keyword: `utm_term`. */
  term: z.optional(Word),
  clickId: z.optional(z.strictObject({ name: z.enum(CLICK_IDS), value: line(255) })),
  /** Page that led here, without its query. */
  referrer: z.optional(Address),
  /** Page that was landed on, without what is no campaign's in its query. Absent of a number's own source. */
  landing: z.optional(Address),
  at: z.optional(IsoTime),
});
export type Touch = z.infer<typeof Touch>;

const Price = z.strictObject({ amount: z.number(), currency: z.string().check(z.regex(/^[A-Z]{3}$/)) });

/** A product as the page declares it. */
export const SeenProduct = z.strictObject({
  productId: z.optional(Word),
  sku: z.optional(Word),
  name: line(200),
  quantity: z.number().check(z.minimum(0), z.maximum(1_000_000)),
  price: z.optional(Price),
  url: z.optional(Address),
});
export type SeenProduct = z.infer<typeof SeenProduct>;

/** Products and cart lines that are kept of one visitor. */
export const MOST_SEEN = 20;

/** All that a browser tells; the later one takes the place of the one before. */
export const Visit = z.strictObject({
  first: Touch,
  /** The last one that was not direct. */
  last: Touch,
  device: z.enum(DEVICES),
  /** Newest first. */
  viewed: z._default(
    z.array(z.strictObject({ product: SeenProduct, at: IsoTime })).check(z.maxLength(MOST_SEEN)),
    [],
  ),
  /** Absent where the page says nothing of a cart. */
  cart: z.optional(z.array(SeenProduct).check(z.maxLength(MOST_SEEN))),
});
export type Visit = z.infer<typeof Visit>;

/** What a page tells the gateway; `number`: it shows a number of the site that another may stand for. */
export const VisitInput = z.extend(Visit, { number: z.optional(z.boolean()) });
export type VisitInput = z.infer<typeof VisitInput>;

export const VisitAnswer = z.object({
  /** This visitor's alone until then, as long as the page asks again before. */
  lease: z.optional(z.object({ number: z.string(), text: z.string(), seconds: z.number() })),
});
export type VisitAnswer = z.infer<typeof VisitAnswer>;

/** Both are made by the browser: 128 bits and 192, hexadecimal. Only who has the secret can change or delete the visit. */
export const VISIT_ID = /^[0-9a-f]{32}$/;
export const VISIT_TOKEN = /^[0-9a-f]{48}$/;

/** A visit as it travels with a request. */
export const VisitClaim = z.extend(Visit, {
  id: z.string().check(z.regex(VISIT_ID)),
  token: z.string().check(z.regex(VISIT_TOKEN)),
});
export type VisitClaim = z.infer<typeof VisitClaim>;

/** How it is known: the visitor asked on the page · he called a number that was his for the time · he called the number of a source. */
export const ATTRIBUTED_BY = ['request', 'leased-number', 'static-number'] as const;

export const MOST_PAGES = 5;

/** A page of the site as the visitor had it before him, its address without what is asked of it. */
export const SeenPage = z.object({ url: Address, title: z.optional(line(200)), at: IsoTime });
export type SeenPage = z.infer<typeof SeenPage>;

/** Where a call or a callback comes from. */
export const Attribution = z.object({
  by: z.enum(ATTRIBUTED_BY),
  /** Absent of a static number, and when the visitor has had his data deleted. */
  visitId: z.optional(Id),
  first: Touch,
  last: Touch,
  device: z.optional(z.enum(DEVICES)),
  /** Newest first, at most `MOST_PAGES`; where the PBX tracks calls by itself. */
  pages: z.optional(z.array(SeenPage)),
  /** Of the phone number, ISO 3166 alpha-2: nobody is looked up by his address. */
  country: z.optional(z.string()),
});
export type Attribution = z.infer<typeof Attribution>;

/** What remains when the visitor has had his data deleted: which advertising it was, and nothing of him. */
export function withoutVisitor({ by, first, last, country }: Attribution): Attribution {
  return {
    by,
    first: campaignOf(first),
    last: campaignOf(last),
    ...(country === undefined ? {} : { country }),
  };
}

function campaignOf({ clickId: _click, referrer: _from, landing: _to, at: _at, ...words }: Touch): Touch {
  return words;
}
