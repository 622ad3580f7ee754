/** What the options of a list change of its view. */
import type { ViewInput } from '@ringback/model';
import type { ListView } from './list-view.ts';

export function showColumn(view: ListView, key: string, shown: boolean): void {
  const others = view.shape.columns.filter((one) => one !== key);
  // A list without columns would have nothing to bring them back by.
  if (shown || others.length > 0) view.setColumns(shown ? [...others, key] : others);
}

/** @param by −1 = one place towards the beginning. */
export function moveColumn(view: ListView, key: string, by: -1 | 1): void {
  const columns = [...view.shape.columns];
  const at = columns.indexOf(key);
  const to = at + by;
  if (at < 0 || to < 0 || to >= columns.length) return;
  columns.splice(to, 0, ...columns.splice(at, 1));
  view.setColumns(columns);
}

/** Keeps what is shown: under a new name, or in place of the view of this name. */
export async function saveView(
  view: ListView,
  name: string,
  { isDefault, shared }: { isDefault: boolean; shared: boolean },
): Promise<void> {
  const { views, list, page } = view.options;
  const group = views();
  if (!group) return;
  const { columns, filters, sort } = view.shape;
  const input: ViewInput = {
    ...{ list, page: page(), name, isDefault, shared },
    ...{ columns: [...columns], filters: { ...filters }, ...(sort ? { sort } : {}) },
  };
  const before = view.saved.find((one) => one.name === name);
  const kept = before ? await group.update(before.id, input) : await group.create(input);
  const others = view.saved.filter(({ id }) => id !== kept.id);
  view.keep([...others.map((one) => (isDefault ? { ...one, isDefault: false } : one)), kept], kept.id);
}

export async function removeView(view: ListView): Promise<void> {
  const own = view.current;
  if (!own) return;
  await view.options.views()?.remove(own.id);
  const others = view.saved.filter(({ id }) => id !== own.id);
  view.keep(others, undefined);
}
