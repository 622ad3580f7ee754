/** Values out of an answer: names with dots, `[]` through lists. What is not there is not there; nothing is guessed. */

export function valuesAt(record: unknown, path: string): unknown[] {
  let found: unknown[] = [record];
  for (const step of path.split('.')) {
    const list = step.endsWith('[]');
    const name = list ? step.slice(0, -2) : step;
    found = found.flatMap((one) => {
      const value = own(one, name);
      if (!list) return value === undefined ? [] : [value];
      return Array.isArray(value) ? value : [];
    });
  }
  return found.filter((value) => value !== undefined && value !== null);
}

function own(record: unknown, name: string): unknown {
  if (record === null || typeof record !== 'object' || !Object.hasOwn(record, name)) return undefined;
  return (record as Record<string, unknown>)[name];
}

/** Texts and numbers as text; of a list in the end its items. */
export function textsAt(record: unknown, paths: string | readonly string[]): string[] {
  return [paths]
    .flat()
    .flatMap((path) => valuesAt(record, path).flat())
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map((value) => String(value).trim())
    .filter((text) => text !== '');
}

export function textAt(record: unknown, path: string | undefined): string | undefined {
  return path === undefined ? undefined : textsAt(record, path)[0];
}

/** Also of a number that was written as text. */
export function numberAt(record: unknown, path: string | undefined): number | undefined {
  const text = textAt(record, path);
  const number = text === undefined ? NaN : Number(text.replace(',', '.'));
  return Number.isFinite(number) ? number : undefined;
}

/** ISO 8601 in UTC; of seconds since 1970 too. `undefined` when it is no time. */
export function timeAt(record: unknown, path: string | undefined): string | undefined {
  const text = textAt(record, path);
  if (text === undefined) return undefined;
  const at = new Date(/^\d{9,10}$/.test(text) ? Number(text) * 1000 : text);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

export function recordsAt(answer: unknown, path: string | undefined): object[] {
  const found = path === undefined ? [answer] : valuesAt(answer, path);
  return found.flat().filter((one): one is object => one !== null && typeof one === 'object');
}
