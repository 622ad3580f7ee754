/** Placeholders: a closed list, filled in and encoded; there is nothing to evaluate. */
import { AdapterError } from '../../error.ts';

export const PLACEHOLDERS = {
  /** `+380671112233`, `380671112233`, `671112233` and the last ten digits. */
  phone: ['phone', 'phone.digits', 'phone.national', 'phone.tail'],
  customer: ['name', 'firstName', 'lastName', 'phone', 'phones', 'phones.text', 'email'],
} as const;

export type Values = Readonly<Record<string, string | number | readonly string[] | undefined>>;

const WHOLE = /^\{([^{}]*)\}$/;
const EACH = /\{([^{}]*)\}/g;

/** `undefined` when a placeholder has no value: then the whole of it is left out. */
export function fillText(
  template: string,
  values: Values,
  encode = (text: string) => text,
): string | undefined {
  let complete = true;
  const text = template.replace(EACH, (_all, name: string) => {
    const value = values[name];
    if (value === undefined) complete = false;
    return encode(Array.isArray(value) ? value.join(', ') : String(value));
  });
  return complete ? text : undefined;
}

/** A body: a placeholder that stands alone keeps its type, and what has no value is left out. */
export function fillBody(template: unknown, values: Values): unknown {
  if (typeof template === 'string') {
    const alone = WHOLE.exec(template);
    return alone ? values[alone[1] ?? ''] : fillText(template, values);
  }
  if (Array.isArray(template)) {
    return template.map((item) => fillBody(item, values)).filter((item) => item !== undefined);
  }
  if (template === null || typeof template !== 'object') return template;
  const entries = Object.entries(template).map(([key, item]) => [key, fillBody(item, values)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/**
 * The address of a request. Values are encoded, and what still leaves the base address (`..` as an id) is refused: whoever chooses an id
 * does not choose the host or the path.
 */
export function fillUrl(
  base: string,
  { path, query = {} }: { path: string; query?: Readonly<Record<string, string>> | undefined },
  values: Values,
): URL {
  const filled = fillText(path, values, encodeURIComponent);
  const url = new URL(`${base}${filled ?? ''}`);
  const asked = path.split('/').length;
  if (
    filled === undefined ||
    !url.href.startsWith(`${base}/`) ||
    filled.split('/').length !== asked ||
    hasDots(filled)
  ) {
    throw new AdapterError('rest', 'invalid', 'A value does not fit into the address.', {
      hint: 'Ids are letters, digits and dashes.',
    });
  }
  for (const [key, template] of Object.entries(query)) {
    const value = fillText(template, values);
    if (value !== undefined) url.searchParams.set(key, value);
  }
  return url;
}

function hasDots(path: string): boolean {
  return path.split('/').some((part) => part === '.' || part === '..');
}
