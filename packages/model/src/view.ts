/** Saved views (S019): which columns, filters and order a person wants of a list, in each page that shows it. */
import * as z from 'zod/mini';
import { Id, IsoTime, line } from './scalars.ts';

export const VIEW_LISTS = [
  'calls',
  'timeline',
  'parties',
  'leads',
  'deals',
  'tasks',
  'processes',
  'letters',
  'missed',
  /** Not a list: which blocks the desk is made of, as its columns. */
  'desk',
] as const;
export type ViewList = (typeof VIEW_LISTS)[number];

/** What the view shows; names of columns and filters are the element's own. */
const VIEW = {
  list: z.enum(VIEW_LISTS),
  /** Names the host page, as its developer does with `page`; empty = all pages. */
  page: z._default(z.string().check(z.maxLength(100)), ''),
  name: line(100),
  /** In order; absent = the element's own. */
  columns: z.optional(z.array(line(60)).check(z.maxLength(60))),
  filters: z._default(z.record(line(60), z.string().check(z.maxLength(500))), {}),
  sort: z.optional(z.strictObject({ column: line(60), order: z.enum(['asc', 'desc']) })),
  /** Opens first. One of a list and page is. */
  isDefault: z._default(z.boolean(), false),
  /** Others see it as well; nobody else changes it. */
  shared: z._default(z.boolean(), false),
};

export const SavedView = z.object({
  id: Id,
  ...VIEW,
  owner: z.object({ id: Id, name: z.string() }),
  updatedAt: IsoTime,
});
export type SavedView = z.infer<typeof SavedView>;
export const ViewInput = z.strictObject(VIEW);
export type ViewInput = z.input<typeof ViewInput>;
export const ViewQuery = z.strictObject({
  list: z.enum(VIEW_LISTS),
  page: z.optional(z.string().check(z.maxLength(100))),
});
export type ViewQuery = z.infer<typeof ViewQuery>;
