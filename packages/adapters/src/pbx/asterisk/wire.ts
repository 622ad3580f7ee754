/** ARI's own shapes, as far as they are read; whatever else it says is let pass. */
import * as z from 'zod/mini';

export const Channel = z.object({
  id: z.string(),
  /** `PJSIP/101-00000001` */
  name: z.string(),
  /** `Down`, `Ring` (it calls us), `Ringing` (we call it), `Up`… */
  state: z.string(),
  caller: z.object({ name: z.string(), number: z.string() }),
  dialplan: z.object({
    exten: z.string(),
    app_name: z.optional(z.string()),
    app_data: z.optional(z.string()),
  }),
});
export type Channel = z.infer<typeof Channel>;

export const Bridge = z.object({
  id: z.string(),
  channels: z.array(z.string()),
  /** `softmix` where more than two are mixed, a recorder among them. */
  technology: z.optional(z.string()),
});
export type Bridge = z.infer<typeof Bridge>;

/** Of a channel's sound. */
export const RtpStatistics = z.object({ txcount: z.number() });

/** What an application is subscribed to. */
export const Application = z.object({ channel_ids: z.array(z.string()), bridge_ids: z.array(z.string()) });

export const Endpoint = z.object({
  technology: z.string(),
  resource: z.string(),
  state: z.optional(z.string()),
});
export type Endpoint = z.infer<typeof Endpoint>;

export const LiveRecording = z.object({
  name: z.string(),
  /** `bridge:ID` */
  target_uri: z.optional(z.string()),
  /** `queued`, `recording`, `paused`, `done`, `failed`, `canceled` */
  state: z.string(),
  /** Seconds; only of a finished one. */
  duration: z.optional(z.number()),
});

const common = { timestamp: z.string() };

/** The events that mean something here; ARI tells of many more. */
export const AriEvent = z.discriminatedUnion('type', [
  z.object({
    ...common,
    type: z.literal('StasisStart'),
    args: z.array(z.string()),
    channel: Channel,
    replace_channel: z.optional(Channel),
  }),
  z.object({ ...common, type: z.literal('ChannelStateChange'), channel: Channel }),
  z.object({ ...common, type: z.literal('ChannelHold'), channel: Channel }),
  z.object({ ...common, type: z.literal('ChannelUnhold'), channel: Channel }),
  z.object({
    ...common,
    type: z.literal('ChannelDestroyed'),
    /** Q.850 */
    cause: z.number(),
    /** SIP status, where the far side gave one; Asterisk ≥ 22.4. */
    tech_cause: z.optional(z.number()),
    channel: Channel,
  }),
  z.object({ ...common, type: z.literal('ChannelEnteredBridge'), bridge: Bridge, channel: Channel }),
  z.object({ ...common, type: z.literal('ChannelDtmfReceived'), digit: z.string(), channel: Channel }),
  z.object({ ...common, type: z.literal('PlaybackFinished'), playback: z.object({ id: z.string() }) }),
  z.object({ ...common, type: z.literal('RecordingStarted'), recording: LiveRecording }),
  z.object({ ...common, type: z.literal('RecordingFinished'), recording: LiveRecording }),
  z.object({ ...common, type: z.literal('RecordingFailed'), recording: LiveRecording }),
  z.object({ ...common, type: z.literal('ContactStatusChange'), endpoint: Endpoint }),
  z.object({ ...common, type: z.literal('PeerStatusChange'), endpoint: Endpoint }),
  z.object({ ...common, type: z.literal('EndpointStateChange'), endpoint: Endpoint }),
  z.object({ ...common, type: z.literal('ApplicationReplaced') }),
]);
export type AriEvent = z.infer<typeof AriEvent>;

/** What a request over the socket was answered. */
export const RestResponse = z.object({
  type: z.literal('RESTResponse'),
  request_id: z.string(),
  status_code: z.number(),
  message_body: z.optional(z.string()),
});
export type RestResponse = z.infer<typeof RestResponse>;

/** All that is read from the socket. */
export const MESSAGE_TYPES = [...AriEvent.def.options, RestResponse].flatMap(
  (one): string[] => one.shape.type.def.values,
);

/** Attributes of an object of Asterisk's dynamic configuration. */
export const ConfigTuples = z.array(z.object({ attribute: z.string(), value: z.string() }));
export const Variable = z.object({ value: z.string() });
