/** retailCRM's records as far as we read them. Times are the account's wall clock. */
import * as z from 'zod/mini';

const Text = z.nullish(z.string());

export const Customer = z.object({
  id: z.number(),
  externalId: Text,
  createdAt: z.string(),
  managerId: z.nullish(z.number()),
  site: Text,
  firstName: Text,
  lastName: Text,
  patronymic: Text,
  email: Text,
  phones: z.nullish(z.array(z.object({ number: z.string() }))),
  address: z.nullish(z.object({ text: Text, city: Text })),
  contragent: z.nullish(z.object({ contragentType: Text, INN: Text })),
  tags: z.nullish(z.array(z.object({ name: z.string() }))),
  /** A list where there are none: PHP writes an empty map so. */
  customFields: z.nullish(z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())])),
});
export type Customer = z.infer<typeof Customer>;

const Offer = z.nullish(
  z.object({ id: z.nullish(z.number()), name: Text, displayName: Text, article: Text }),
);

export const OrderRow = z.object({
  id: z.number(),
  number: z.string(),
  createdAt: z.string(),
  statusUpdatedAt: Text,
  status: z.string(),
  totalSumm: z.nullish(z.number()),
  currency: Text,
  fullPaidAt: Text,
  customer: z.nullish(z.object({ id: z.nullish(z.number()) })),
  delivery: z.nullish(z.object({ address: z.nullish(z.object({ text: Text })) })),
  items: z.nullish(
    z.array(
      z.object({
        quantity: z.nullish(z.number()),
        initialPrice: z.nullish(z.number()),
        productName: Text,
        offer: Offer,
      }),
    ),
  ),
});
export type OrderRow = z.infer<typeof OrderRow>;

export const CartRow = z.object({
  link: Text,
  currency: Text,
  items: z.nullish(
    z.array(z.object({ quantity: z.nullish(z.number()), price: z.nullish(z.number()), offer: Offer })),
  ),
});
export type CartRow = z.infer<typeof CartRow>;

export const TaskRow = z.object({
  id: z.number(),
  text: z.string(),
  commentary: Text,
  datetime: Text,
  createdAt: z.string(),
  complete: z.nullish(z.boolean()),
  completedAt: Text,
  performer: z.nullish(z.number()),
  customer: z.nullish(z.object({ id: z.nullish(z.number()), site: Text })),
  order: z.nullish(z.object({ id: z.nullish(z.number()) })),
});
export type TaskRow = z.infer<typeof TaskRow>;

export const NoteRow = z.object({
  id: z.number(),
  text: z.string(),
  createdAt: z.string(),
  managerId: z.nullish(z.number()),
});
export type NoteRow = z.infer<typeof NoteRow>;

export const UserRow = z.object({
  id: z.number(),
  firstName: Text,
  lastName: Text,
  email: Text,
  active: z.nullish(z.boolean()),
});

export const Manager = z.object({
  manager: z.nullish(z.object({ id: z.number(), firstName: Text, lastName: Text, email: Text, code: Text })),
});
export type Manager = z.infer<typeof Manager>;

export const Statuses = z.object({
  statuses: z.record(z.string(), z.object({ name: z.string(), group: Text })),
});
export const CustomFields = z.object({
  customFields: z.array(
    z.object({
      ...{ code: z.string(), name: z.string(), type: z.string(), required: z.nullish(z.boolean()) },
      /** Code of the dictionary that a choice is made from. */
      dictionary: Text,
    }),
  ),
});
export const Dictionaries = z.object({
  customDictionaries: z.array(
    z.object({ code: z.string(), elements: z.array(z.object({ code: z.string(), name: z.string() })) }),
  ),
});

const Pagination = z.object({ totalCount: z.number() });

/** A page of one kind of record. */
export const pageOf = <K extends string, T>(kind: K, row: z.ZodMiniType<T>) =>
  z.object({ pagination: Pagination, [kind]: z.array(row) }) as unknown as z.ZodMiniType<
    { pagination: { totalCount: number } } & Record<K, T[]>
  >;

export const History = z.object({
  history: z.array(
    z.object({
      id: z.number(),
      createdAt: z.string(),
      deleted: z.nullish(z.boolean()),
      customer: z.nullish(z.object({ id: z.nullish(z.number()) })),
    }),
  ),
});

export const Made = z.object({ success: z.boolean(), id: z.nullish(z.number()) });
export const Done = z.object({ success: z.boolean() });
export const Refusal = z.object({
  errorMsg: Text,
  errors: z.nullish(z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())])),
});
