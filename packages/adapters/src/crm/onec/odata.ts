/** The words of 1C's OData 3: literals, filters and addresses. Pure. */

export const NO_REF = '00000000-0000-0000-0000-000000000000';
export const NO_DATE = '0001-01-01T00:00:00';
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isGuid = (id: string): boolean => GUID.test(id) && id !== NO_REF;

export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
export const guid = (id: string): string => `guid'${id}'`;
export const date = (local: string): string => `datetime'${local}'`;
/** A field that may hold references of several kinds is compared only with a typed reference; a bare GUID never fits. */
export const ref = (id: string, set: string): string => `cast(${guid(id)},${text(set)})`;
export const typeOf = (set: string): string => `StandardODATA.${set}`;

export const and = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' and ');
export const or = (parts: readonly string[]): string =>
  parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' or ')})`;

export interface Query {
  filter?: string;
  select?: readonly string[];
  expand?: readonly string[];
  orderby?: string;
  top?: number;
  skip?: number;
}

/** Longest query that IIS lets through unless its administrator has said otherwise (`maxQueryString`), in bytes. */
export const LONGEST_QUERY = 2048;

/** A blank is `%20` and nothing else: 1C takes `+` for a plus. */
export function queryOf({ filter, select, expand, orderby, top, skip }: Query): string {
  const parts: [string, string | undefined][] = [
    ['$format', 'json'],
    ['$filter', filter],
    ['$select', select?.join(',')],
    ['$expand', expand?.join(',')],
    ['$orderby', orderby],
    ['$top', top?.toString()],
    ['$skip', skip === undefined || skip === 0 ? undefined : String(skip)],
  ];
  return parts
    .filter((part): part is [string, string] => part[1] !== undefined && part[1] !== '')
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join('&');
}

/** Apostrophes, brackets, slashes, colons and commas may stand as they are, and each saved letter counts. */
function encode(value: string): string {
  return encodeURIComponent(value).replace(/%(27|28|29|2F|3A|2C|24)/g, (code) => decodeURIComponent(code));
}

/** `Catalog_Контрагенты(guid'…')` */
export const keyed = (set: string, id: string): string => `${encodeURIComponent(set)}(guid'${id}')`;

/** `ref=` of a navigation link: the GUID's groups in another order, without dashes. */
export function navigationRef(id: string): string {
  const [one = '', two = '', three = '', four = '', five = ''] = id.toLowerCase().split('-');
  return `${four}${five}${three}${two}${one}`;
}
