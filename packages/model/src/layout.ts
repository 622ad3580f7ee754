/** What the card of an entity shows, in which order, and what must be filled in (S020–S021, S027). */
import * as z from 'zod/mini';
import { FORMS } from './party-query.ts';
import { line } from './scalars.ts';

export const ENTITIES = ['party', 'deal', 'lead', 'task'] as const;
export type Entity = (typeof ENTITIES)[number];

export const FIELD_TYPES = [
  'text',
  'multiline',
  'number',
  'money',
  'percent',
  'date',
  'time',
  'boolean',
  'choice',
  'phone',
  'phones',
  'email',
  'tags',
  'user',
  'party',
  'lines',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export const FieldSpec = z.object({
  /** Of the record: `closesAt`; of a field of the firm's own `custom.region`. */
  key: z.string(),
  /** Absent of fields that Ringback knows: elements have their own words for those. */
  title: z.optional(z.string()),
  type: z.enum(FIELD_TYPES),
  /** Of a choice. */
  options: z.optional(z.array(z.object({ id: z.string(), title: z.string() }))),
  /** False where the host takes no change of it. */
  writable: z.boolean(),
});
export type FieldSpec = z.infer<typeof FieldSpec>;

export const CUSTOM_TYPES = ['text', 'number', 'date', 'boolean', 'choice'] as const;

/** A field of the firm's own. */
export const CustomField = z.strictObject({
  entity: z.enum(ENTITIES),
  key: z.string().check(z.regex(/^[a-z][a-zA-Z0-9_]{0,39}$/, 'must be a short name such as region')),
  title: line(100),
  type: z.enum(CUSTOM_TYPES),
  options: z._default(z.array(line(100)).check(z.maxLength(200)), []),
});
export type CustomField = z.infer<typeof CustomField>;

export const RequiredRule = z.strictObject({
  entity: z.enum(ENTITIES),
  fields: z.array(line(60)).check(z.minLength(1)),
  /** The form that it holds for; every form when absent. */
  form: z.optional(z.enum(FORMS)),
  /** Holds from this stage or status of the same pipeline on; always when absent. */
  stageId: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  /** Only for this kind of party, or this nature. */
  kind: z.optional(line(40)),
  nature: z.optional(z.enum(['person', 'organization'])),
});
export type RequiredRule = z.infer<typeof RequiredRule>;

export const LayoutGroup = z.strictObject({
  key: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a short name such as money')),
  title: line(100),
  /** In order. */
  fields: z.array(line(60)).check(z.maxLength(60)),
});
export type LayoutGroup = z.infer<typeof LayoutGroup>;

/** `GET /layouts/:entity`: everything that a card or form is drawn from. */
export const CardLayout = z.object({
  entity: z.enum(ENTITIES),
  /** Groups in order. What stands in none of them is shown last, unless it is hidden. */
  groups: z.array(LayoutGroup),
  hidden: z.array(z.string()),
  fields: z.array(FieldSpec),
  required: z.array(RequiredRule),
});
export type CardLayout = z.infer<typeof CardLayout>;

/** What the caller card can show of a customer besides who he is. */
export const CARD_BLOCKS = [
  'script',
  'deals',
  'tasks',
  'orders',
  'cart',
  'viewed',
  'processes',
  'details',
] as const;
export type CardBlock = (typeof CARD_BLOCKS)[number];

export const CallerCardSettings = z.strictObject({
  /** In order; what is not named comes last. */
  blocks: z._default(
    z
      .array(z.strictObject({ block: z.enum(CARD_BLOCKS), shown: z._default(z.boolean(), true) }))
      .check(z.maxLength(20)),
    [],
  ),
  /** An unknown number that a directory knows becomes a draft as soon as somebody talks (S136). */
  directoryDrafts: z._default(z.boolean(), true),
});
export type CallerCardSettings = z.infer<typeof CallerCardSettings>;

/** `GET /layouts/caller-card`. */
export const CallerCardLayout = z.object({
  /** All that is shown, in order. */
  blocks: z.array(z.enum(CARD_BLOCKS)),
  directoryDrafts: z.boolean(),
});
export type CallerCardLayout = z.infer<typeof CallerCardLayout>;

export function callerCardLayout({ blocks, directoryDrafts }: CallerCardSettings): CallerCardLayout {
  const hidden = blocks.filter(({ shown }) => !shown).map(({ block }) => block);
  const order = [...new Set([...blocks.map(({ block }) => block), ...CARD_BLOCKS])];
  return { blocks: order.filter((block) => !hidden.includes(block)), directoryDrafts };
}

export const LayoutSettings = z.strictObject({
  entity: z.enum(ENTITIES),
  groups: z._default(z.array(LayoutGroup).check(z.maxLength(20)), []),
  hidden: z._default(z.array(line(60)).check(z.maxLength(60)), []),
});
export type LayoutSettings = z.infer<typeof LayoutSettings>;
