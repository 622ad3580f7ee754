type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without the keys whose value is `undefined`: a schema's absent field is both to zod, and only absent to us. */
export function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Present<T>;
}
