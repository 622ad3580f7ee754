/** What a host page may ask of the core, with every parameter checked: the page is not trusted. */
import {
  CallFilters,
  CallPatch,
  DEVICE_KINDS,
  EVENT_DATA,
  EventEnvelope,
  type EventType,
  Id,
  LOCALES,
  MePatch,
  MISSED_STATES,
  PartyInput,
  PartyUpdate,
  RingbackError,
  type RingbackEvent,
} from '@ringback/model';
import * as z from 'zod/mini';
import type { Method, Methods } from '../protocol.ts';
import type { Handlers } from '../rpc.ts';

const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));

const PAGE = {
  cursor: z.optional(text(400)),
  limit: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(200))),
};

const CUSTOMER = { system: z.optional(text(40)), partyId: z.optional(Id), callId: z.optional(Id) };

const ListQuery = z.extend(CallFilters, PAGE);

/** As browsers make them: hashes, `default`, `communications`. */
const DeviceId = text(200);

const Processing = z.strictObject({
  echoCancellation: z.boolean(),
  noiseSuppression: z.boolean(),
  autoGain: z.boolean(),
});

const Preferences = z.strictObject({
  microphone: z.optional(DeviceId),
  speaker: z.optional(DeviceId),
  ringer: z.optional(DeviceId),
  processing: z.optional(Processing),
});

const LookOf = z.strictObject({ locale: z.enum(LOCALES), scheme: z.enum(['light', 'dark']) });

const MissedListQuery = z.strictObject({
  ...PAGE,
  state: z.optional(z.enum(MISSED_STATES)),
});

/** Parameters of each method, in order; those that may be missing come last. */
const PARAMS = {
  'core.lead': [z.boolean()],
  'core.ingest': [EventEnvelope],
  'core.prefer': [Preferences],
  'session.refresh': [],
  'session.signIn': [LookOf],
  'session.signOut': [],
  'phone.call': [text(80)],
  'phone.answer': [Id],
  'phone.hangup': [Id],
  'phone.setMuted': [Id, z.boolean()],
  'phone.setHeld': [Id, z.boolean()],
  'phone.sendDtmf': [Id, z.string().check(z.regex(/^[0-9A-D*#,]{1,64}$/))],
  'phone.transfer': [Id, text(80)],
  'phone.consult': [Id, text(80)],
  'phone.completeTransfer': [Id],
  'phone.cancelTransfer': [Id],
  'phone.merge': [z.array(Id).check(z.minLength(2), z.maxLength(8))],
  'phone.devices.choose': [z.enum(DEVICE_KINDS), z.optional(DeviceId)],
  'phone.devices.setProcessing': [Processing],
  'phone.devices.startTest': [],
  'phone.devices.stopTest': [],
  'phone.devices.playSample': [z.enum(['speaker', 'ringer'])],
  'phone.devices.askForSpeaker': [z.enum(['speaker', 'ringer']), LookOf],
  'phone.devices.followLevel': [],
  'phone.retry': [],
  'calls.list': [z.optional(ListQuery)],
  'calls.get': [Id],
  'calls.disown': [Id],
  'calls.update': [Id, CallPatch, text(100)],
  'parties.findByPhone': [text(80)],
  'parties.findByName': [text(200)],
  'parties.create': [PartyInput, z.optional(z.enum(['full', 'quick']))],
  'parties.update': [Id, PartyUpdate],
  // What the arguments must be is known to the gateway, which checks them.
  'crm.ask': [text(60), z.array(z.unknown()).check(z.maxLength(4)), text(100)],
  'me.update': [MePatch],
  'colleagues.list': [],
  'shop.orders': [z.strictObject({ ...CUSTOMER, ...PAGE })],
  'shop.cart': [z.strictObject(CUSTOMER)],
  'shop.viewed': [z.strictObject(CUSTOMER)],
  'missed.list': [z.optional(MissedListQuery)],
  'missed.counts': [],
  'missed.claim': [Id],
  'missed.release': [Id],
  'missed.dismiss': [Id, text(300)],
} satisfies Record<Method, z.ZodMiniType[]>;

/** Each method with its parameters checked before it is called. */
export function checked(methods: Methods): Handlers {
  const handlers: Partial<Handlers> = {};
  for (const method of Object.keys(PARAMS) as Method[]) {
    handlers[method] = async (...params) =>
      (methods[method] as (...read: unknown[]) => Promise<unknown>)(...read(method, params));
  }
  return handlers as Handlers;
}

function read(method: Method, params: unknown[]): unknown[] {
  const schemas: z.ZodMiniType[] = PARAMS[method];
  if (params.length > schemas.length) throw new RingbackError('invalid', `${method}: too many parameters.`);
  return schemas.map((schema, index) => {
    const result = z.safeParse(schema, params[index]);
    if (!result.success)
      throw new RingbackError('invalid', `${method}: parameter ${index + 1} is not valid.`);
    return result.data;
  });
}

/** The event inside an envelope that another tab passed on, or undefined when it is none that we know. */
export function readEvent(envelope: RingbackEvent): RingbackEvent | undefined {
  const schema = Object.hasOwn(EVENT_DATA, envelope.type)
    ? EVENT_DATA[envelope.type as EventType]
    : undefined;
  const data = schema && z.safeParse(schema, envelope.data);
  return data?.success ? ({ ...envelope, data: data.data } as RingbackEvent) : undefined;
}
