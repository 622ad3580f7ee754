/** amoCRM's records as far as we read them. Times are seconds since the epoch. */
import * as z from 'zod/mini';

const Ref = z.object({ id: z.number() });
const Refs = z.nullish(z.array(Ref));

export const CustomField = z.object({
  field_id: z.optional(z.number()),
  field_code: z.nullish(z.string()),
  field_type: z.nullish(z.string()),
  values: z.array(
    z.looseObject({
      value: z.unknown(),
      enum_id: z.nullish(z.number()),
      enum_code: z.nullish(z.string()),
    }),
  ),
});
export type CustomField = z.infer<typeof CustomField>;

/** A contact or a company. */
export const Person = z.object({
  id: z.number(),
  name: z.nullish(z.string()),
  responsible_user_id: z.nullish(z.number()),
  created_at: z.number(),
  updated_at: z.number(),
  is_deleted: z.nullish(z.boolean()),
  custom_fields_values: z.nullish(z.array(CustomField)),
  _embedded: z.nullish(
    z.object({
      tags: z.nullish(z.array(z.object({ name: z.string() }))),
      companies: Refs,
      leads: Refs,
    }),
  ),
});
export type Person = z.infer<typeof Person>;

export const LeadRow = z.object({
  id: z.number(),
  name: z.nullish(z.string()),
  price: z.nullish(z.number()),
  responsible_user_id: z.nullish(z.number()),
  status_id: z.number(),
  pipeline_id: z.number(),
  created_at: z.number(),
  updated_at: z.number(),
  closed_at: z.nullish(z.number()),
  custom_fields_values: z.nullish(z.array(CustomField)),
  _embedded: z.nullish(
    z.object({ contacts: z.nullish(z.array(z.object({ id: z.number(), is_main: z.nullish(z.boolean()) }))) }),
  ),
});
export type LeadRow = z.infer<typeof LeadRow>;

export const PipelineRow = z.object({
  id: z.number(),
  name: z.string(),
  sort: z.nullish(z.number()),
  is_main: z.nullish(z.boolean()),
  is_archive: z.nullish(z.boolean()),
  _embedded: z.object({
    statuses: z.array(
      z.object({
        id: z.number(),
        name: z.string(),
        sort: z.nullish(z.number()),
        type: z.nullish(z.number()),
      }),
    ),
  }),
});
export type PipelineRow = z.infer<typeof PipelineRow>;

export const TaskRow = z.object({
  id: z.number(),
  text: z.nullish(z.string()),
  is_completed: z.boolean(),
  complete_till: z.number(),
  responsible_user_id: z.nullish(z.number()),
  entity_id: z.nullish(z.number()),
  entity_type: z.nullish(z.string()),
  created_at: z.number(),
  updated_at: z.number(),
});
export type TaskRow = z.infer<typeof TaskRow>;

export const NoteRow = z.object({
  id: z.number(),
  entity_id: z.number(),
  note_type: z.string(),
  created_at: z.number(),
  params: z.nullish(
    z.looseObject({
      uniq: z.nullish(z.string()),
      duration: z.nullish(z.number()),
      link: z.nullish(z.string()),
      phone: z.nullish(z.union([z.string(), z.number()])),
      call_result: z.nullish(z.string()),
      call_responsible: z.nullish(z.union([z.string(), z.number()])),
      text: z.nullish(z.string()),
      /** Of a letter: its body is not told. */
      subject: z.nullish(z.string()),
      content_summary: z.nullish(z.string()),
      income: z.nullish(z.boolean()),
    }),
  ),
});
export type NoteRow = z.infer<typeof NoteRow>;

export const UserRow = z.object({
  id: z.number(),
  name: z.string(),
  email: z.nullish(z.string()),
  rights: z.nullish(z.object({ is_active: z.nullish(z.boolean()) })),
});
export const FieldRow = z.object({
  id: z.number(),
  name: z.string(),
  type: z.string(),
  code: z.nullish(z.string()),
  enums: z.nullish(z.array(z.object({ id: z.number(), value: z.string() }))),
});
export type FieldRow = z.infer<typeof FieldRow>;

export const Account = z.object({
  id: z.number(),
  name: z.string(),
  subdomain: z.string(),
  currency: z.nullish(z.string()),
});

const Status = z.object({ lead_status: z.object({ id: z.number(), pipeline_id: z.number() }) });
export const EventRow = z.object({
  created_at: z.number(),
  value_before: z.nullish(z.array(z.unknown())),
  value_after: z.nullish(z.array(z.unknown())),
});
export const StatusValue = Status;

/** A page of one kind of record. */
export const pageOf = <K extends string, T extends z.ZodMiniType>(kind: K, row: T) =>
  z.object({
    _links: z.nullish(z.object({ next: z.nullish(z.object({ href: z.string() })) })),
    _embedded: z.object({ [kind]: z.array(row) } as Record<K, z.ZodMiniArray<T>>),
  });

/** What a write answers: the ids of what was made, in the order of sending. */
export const madeOf = <K extends string>(kind: K) =>
  z.object({ _embedded: z.object({ [kind]: z.array(Ref) } as Record<K, z.ZodMiniArray<typeof Ref>>) });

export const Changed = z.object({ id: z.number() });

export const Unsorted = z.object({
  _embedded: z.object({ unsorted: z.array(z.object({ uid: z.string() })) }),
});

export const Grant = z.object({
  token_type: z.string(),
  expires_in: z.number(),
  access_token: z.string(),
  refresh_token: z.string(),
});

export const Problem = z.object({
  title: z.nullish(z.string()),
  detail: z.nullish(z.string()),
  'validation-errors': z.nullish(
    z.array(
      z.object({
        errors: z.optional(
          z.array(z.object({ path: z.optional(z.string()), detail: z.optional(z.string()) })),
        ),
      }),
    ),
  ),
});
