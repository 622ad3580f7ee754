/** What MANGO sends, as far as it is read. Numbers may come as texts and texts as numbers. */
import * as z from 'zod/mini';

const Text = z.pipe(
  z.union([z.string().check(z.maxLength(512)), z.number()]),
  z.transform((value) => String(value)),
);
const Whole = z.coerce.number().check(z.int(), z.minimum(-1), z.maximum(100_000_000_000));
/** Of a group of legs, or of one: at most 128 bytes. */
const Key = z.string().check(z.minLength(1), z.maxLength(128));

const End = z.object({
  extension: z.optional(Text),
  number: z.optional(Text),
  line_number: z.optional(Text),
  taken_from_call_id: z.optional(Text),
});
export type End = z.infer<typeof End>;

export const CallEvent = z.object({
  entry_id: Key,
  call_id: Key,
  timestamp: Whole,
  seq: Whole,
  call_state: z.enum(['Appeared', 'Connected', 'OnHold', 'Disconnected']),
  location: z.string().check(z.maxLength(100)),
  from: z._default(End, {}),
  to: z._default(End, {}),
  dct: z.optional(z.object({ number: z.optional(Text), type: z.optional(Whole) })),
  disconnect_reason: z.optional(Whole),
  command_id: z.optional(Text),
  callback_initiator: z.optional(Text),
});
export type CallEvent = z.infer<typeof CallEvent>;

export const SummaryEvent = z.object({
  entry_id: Key,
  call_direction: Whole,
  from: z._default(End, {}),
  to: z._default(End, {}),
  line_number: z.optional(Text),
  create_time: Whole,
  talk_time: Whole,
  end_time: Whole,
  entry_result: Whole,
  disconnect_reason: z.optional(Whole),
});
export type SummaryEvent = z.infer<typeof SummaryEvent>;

export const RecordingEvent = z.object({
  entry_id: Key,
  call_id: z.optional(Key),
  recording_id: Key,
  recording_state: z.enum(['Started', 'Continued', 'Completed']),
  seq: Whole,
  timestamp: Whole,
  completion_code: z.optional(Whole),
});

export const RecordAddedEvent = z.object({ entry_id: Key, recording_id: Key, timestamp: Whole });

export const DtmfEvent = z.object({
  entry_id: Key,
  call_id: Key,
  seq: Whole,
  timestamp: Whole,
  dtmf: Text,
});

/** One line of the statistics. */
export const Row = z.object({
  entry_id: Key,
  records: z.array(Key),
  start: Whole,
  finish: Whole,
  answer: Whole,
  from_extension: z.string(),
  from_number: z.string(),
  to_extension: z.string(),
  to_number: z.string(),
  disconnect_reason: Whole,
  line_number: z.string(),
});
export type Row = z.infer<typeof Row>;

/** A fact as it is kept. */
export const FactData = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), event: CallEvent }),
  z.object({ kind: z.literal('summary'), event: SummaryEvent }),
  z.object({ kind: z.literal('recording'), event: RecordingEvent }),
  z.object({ kind: z.literal('record-added'), event: RecordAddedEvent }),
  z.object({ kind: z.literal('dtmf'), event: DtmfEvent }),
  z.object({ kind: z.literal('row'), event: Row }),
]);
export type FactData = z.infer<typeof FactData>;
export type FactOf<K extends FactData['kind']> = Extract<FactData, { kind: K }>['event'];

export const ResultMessage = z.object({ command_id: z.optional(Text), result: Whole });

/** `{"code":3104}`, `{"result":3310}`, or of the limit `{"code":0,"status":429}`. */
export const Refusal = z.object({
  code: z.optional(z.coerce.number()),
  result: z.optional(z.unknown()),
  status: z.optional(z.unknown()),
  message: z.optional(z.string()),
});

export const Users = z.object({
  users: z.array(
    z.object({
      general: z.object({
        name: z.optional(z.nullable(z.string())),
        email: z.optional(z.nullable(z.string())),
      }),
      telephony: z.object({ extension: z.optional(z.nullable(Text)) }),
    }),
  ),
});

export const StatsKey = z.object({ key: z.string() });

export const DctHistory = z.object({
  data: z.optional(
    z.nullable(
      z.array(z.object({ url: z.string(), date: z.string(), title: z.optional(z.nullable(z.string())) })),
    ),
  ),
});

export const DctUser = z.object({
  data: z.optional(
    z.nullable(
      z.object({
        channel: z.optional(
          z.object({
            source: z.optional(z.nullable(z.string())),
            medium: z.optional(z.nullable(z.string())),
            campaign: z.optional(z.nullable(z.string())),
            content: z.optional(z.nullable(z.string())),
            term: z.optional(z.nullable(z.string())),
          }),
        ),
        current_page: z.optional(z.object({ url: z.optional(z.nullable(z.string())) })),
      }),
    ),
  ),
});
