/** Where the two are not alike: a key that is missing, or a value of another type. */
export function differences(shown: unknown, given: unknown, path: string): string[] {
  if (shown === null || given === null) return [];
  if (Array.isArray(shown) !== Array.isArray(given)) return [`${path}: a list and a map`];
  if (Array.isArray(shown) && Array.isArray(given))
    return shown.length === 0 || given.length === 0 ? [] : differences(shown[0], given[0], `${path}[0]`);
  if (typeof shown !== typeof given) return [`${path}: ${typeof shown}, and not ${typeof given}`];
  if (typeof shown !== 'object') return [];
  return Object.entries(shown).flatMap(([key, value]) =>
    key in (given as object)
      ? differences(value, (given as Record<string, unknown>)[key], `${path}.${key}`)
      : [`${path}.${key} is missing`],
  );
}
