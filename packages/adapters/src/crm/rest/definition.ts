/**
 * The description of a system in data: where to ask, what to put in, where in the answer the values stand. Nothing in it is run as code:
 * templates have placeholders from a closed list, and paths are names with dots.
 */
import * as z from 'zod/mini';
import { PLACEHOLDERS } from './template.ts';

const PLACEHOLDER = /\{([^{}]*)\}/g;

export function templates(known: readonly string[]) {
  const check = (text: string) =>
    [...text.matchAll(PLACEHOLDER)].every(([, name]) => known.includes(name ?? ''));
  return z
    .string()
    .check(
      z.maxLength(2000),
      z.refine(check, { error: `placeholders are ${known.map((name) => `{${name}}`).join(' ')}` }),
    );
}

/** `data.items`, `phones[].number`: names with dots; `[]` goes through a list. */
export const Path = z.string().check(
  z.regex(/^[\w$-]+(\[\])?(\.[\w$-]+(\[\])?)*$/, {
    error: 'must be names with dots: data.phones[].number',
  }),
);

/** One place, or several of which all are taken. */
export const Paths = z.union([Path, z.array(Path).check(z.minLength(1), z.maxLength(10))]);

/** A value that is the same for every record, or one that stands in the record. */
const Value = z.union([Path, z.strictObject({ value: z.union([z.string(), z.number(), z.boolean()]) })]);

function request(known: readonly string[]) {
  const Template = templates(known);
  // Bodies are a few levels deep in every API that this is for.
  const Leaf = z.union([Template, z.number(), z.boolean(), z.null()]);
  const Level1 = z.union([Leaf, z.record(z.string(), Leaf), z.array(Leaf)]);
  const Level2 = z.union([Leaf, z.record(z.string(), Level1), z.array(Level1)]);
  return {
    method: z.optional(z.enum(['GET', 'POST', 'PUT', 'PATCH'])),
    /** Behind the base address, from its first slash on. */
    path: Template.check(
      z.regex(/^\/(?!\/)[^\\?#]*$/, { error: 'must begin with one slash and hold no ?, # or \\' }),
    ),
    query: z.optional(z.record(z.string(), Template)),
    body: z.optional(z.record(z.string(), Level2)),
    /** Where the list or the record stands in the answer; the answer itself where absent. */
    at: z.optional(Path),
  };
}

export const search = (known: readonly string[]) => z.strictObject(request([...known, 'limit']));
const page = (known: readonly string[]) => z.strictObject(request([...known, 'limit', 'skip', 'page']));
const one = (known: readonly string[]) => z.strictObject(request(known));

const Customers = z.strictObject({
  findByPhone: search(PLACEHOLDERS.phone),
  findByName: search(['name']),
  findByEmail: z.optional(search(['email'])),
  get: one(['id']),
  list: z.optional(page([])),
  create: z.optional(one(PLACEHOLDERS.customer)),
  update: z.optional(one(['id', ...PLACEHOLDERS.customer])),
  fields: z.strictObject({
    id: Path,
    /** Several are joined by spaces. */
    name: Paths,
    phones: Paths,
    email: z.optional(Path),
    address: z.optional(Paths),
    createdAt: z.optional(Path),
    updatedAt: z.optional(Path),
  }),
  /** Page that opens the record. */
  page: z.optional(templates(['id']).check(z.regex(/^https:\/\//, { error: 'must be an https:// address' }))),
});

const Orders = z.strictObject({
  list: page(['partyId']),
  get: one(['id']),
  fields: z.strictObject({
    id: Path,
    number: z.optional(Path),
    partyId: z.optional(Path),
    stateName: Path,
    total: z.optional(Path),
    currency: Value,
    paid: z.optional(Path),
    deliveryAddress: z.optional(Paths),
    createdAt: Path,
    updatedAt: z.optional(Path),
    lines: z.optional(
      z.strictObject({
        at: Path,
        name: Path,
        quantity: Path,
        sku: z.optional(Path),
        price: z.optional(Path),
      }),
    ),
  }),
  /** The system's words → ours; what is not named is `in-progress`. */
  states: z.optional(z.record(z.string(), z.enum(['new', 'in-progress', 'delivered', 'cancelled']))),
  page: z.optional(templates(['id']).check(z.regex(/^https:\/\//, { error: 'must be an https:// address' }))),
});

const Notes = z.strictObject({
  list: page(['partyId']),
  add: one(['partyId', 'text']),
  change: one(['partyId', 'id', 'text']),
  fields: z.strictObject({ id: Path, text: Path, at: Path, author: z.optional(Path) }),
});

/** How the system is asked at all. */
export const ACCESS = {
  /** Where the key goes: exactly one of the two. `{secret}` is the key. */
  auth: z
    .strictObject({
      header: z.optional(
        z.strictObject({
          name: z.string().check(z.regex(/^[A-Za-z][\w-]{0,60}$/)),
          value: templates(['secret']),
        }),
      ),
      query: z.optional(z.string().check(z.regex(/^[\w-]{1,60}$/))),
    })
    .check(
      z.refine((auth) => (auth.header === undefined) !== (auth.query === undefined), {
        error: 'must name header or query',
      }),
    ),
  headers: z.optional(
    z.record(z.string().check(z.regex(/^[A-Za-z][\w-]{0,60}$/)), z.string().check(z.maxLength(200))),
  ),
  /** The system's own limit; Ringback stays below it. */
  limit: z.optional(
    z.strictObject({ requests: z.int().check(z.minimum(1)), perSeconds: z.number().check(z.minimum(1)) }),
  ),
};
export type RestAccess = Pick<z.infer<typeof RestDefinition>, keyof typeof ACCESS>;

export const RestDefinition = z.strictObject({
  /** As people call the system. */
  name: z.string().check(z.minLength(1), z.maxLength(60)),
  /** What its people are to us; `client` where absent. */
  kind: z.optional(z.string().check(z.regex(/^[a-z][a-z-]{0,39}$/))),
  ...ACCESS,
  customers: Customers,
  orders: z.optional(Orders),
  notes: z.optional(Notes),
});
export type RestDefinition = z.infer<typeof RestDefinition>;
