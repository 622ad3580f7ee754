/** ARI's REST side: one call a line, Asterisk's refusals in our words. */
import * as z from 'zod/mini';
import type { ErrorCode, RingbackErrorOptions } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import { type AriAnswer, type AriRequest, type OverSocket, TIMEOUT_MS } from './over-socket.ts';
import {
  Application,
  Bridge,
  Channel,
  ConfigTuples,
  Endpoint,
  LiveRecording,
  RtpStatistics,
  Variable,
} from './wire.ts';

/** Asterisk turns away what comes over more connections than its `sessionlimit`, 100 unless it is told: others need some as well. */
const MOST_AT_ONCE = 50;
/** How Asterisk names the subscription to all of a kind. */
const ALL = /^\w+:__AST_\w+_ALL_TOPIC$/;

export interface AriApiOptions {
  url: string;
  user: string;
  password: string;
  http: typeof fetch;
  /** Where the events come from takes requests too, once it is ready. */
  overSocket?: OverSocket;
}

export interface OriginateChannel {
  id: string;
  endpoint: string;
  app: string;
  callerId: string;
  timeoutSeconds: number;
  /** Sent in the INVITE. */
  headers: Record<string, string>;
}

type Query = Record<string, string | number>;

export type AriApi = ReturnType<typeof createAriApi>;

export function createAriApi({ url, user, password, http, overSocket }: AriApiOptions) {
  const base = url.replace(/\/$/, '');
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

  async function byHttp({ method, path, body }: AriRequest): Promise<AriAnswer> {
    const response = await http(`${base}${path}`, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body ?? null,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((cause: unknown) => {
      const late = cause instanceof Error && cause.name === 'TimeoutError';
      if (isUntrusted(cause))
        throw new AdapterError('asterisk', 'unavailable', 'Asterisk’s certificate is not accepted', {
          hint: 'It must be for the name in ariUrl, and be in date; where an authority of your own has signed it, start the gateway with NODE_EXTRA_CA_CERTS=/path/to/ca.pem.',
          cause,
        });
      throw new AdapterError('asterisk', late ? 'timeout' : 'unavailable', 'Asterisk does not answer', {
        hint: 'See that it runs and that its HTTP server can be reached from the gateway.',
        cause,
      });
    });
    return { status: response.status, text: await response.text() };
  }

  let asked = 0;
  const waiting: (() => void)[] = [];
  async function inTurn(request: AriRequest): Promise<AriAnswer> {
    if (asked < MOST_AT_ONCE) asked += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await byHttp(request);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else asked -= 1;
    }
  }

  async function send(method: string, path: string, query: Query = {}, body?: unknown): Promise<unknown> {
    const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
    const request: AriRequest = {
      ...{ method, path: `${path}${search.size ? `?${search}` : ''}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const { status, text } = await (overSocket?.ready ? overSocket.send(request) : inTurn(request));
    if (status < 200 || status > 299) throw refusal(method, path, status, text);
    return text === '' ? undefined : JSON.parse(text);
  }

  const channel = (id: string): string => `/channels/${encodeURIComponent(id)}`;
  const bridge = (id: string): string => `/bridges/${encodeURIComponent(id)}`;
  const recording = (where: 'live' | 'stored', name: string): string =>
    `/recordings/${where}/${encodeURIComponent(name)}`;
  const config = (type: string, id: string): string =>
    `/asterisk/config/dynamic/res_pjsip/${type}/${encodeURIComponent(id)}`;

  return {
    /**
     * Where events come from, and how to say who we are there. Not `subscribeAll`: states of devices are among all, and an application that
     * hears of them can lock itself up when its connection ends, and with it whoever follows after (asterisk/asterisk#2170).
     */
    events: (app: string) => ({
      url: `${base.replace(/^http/, 'ws')}/events?app=${encodeURIComponent(app)}`,
      headers: { authorization },
    }),
    /**
     * Hears of every channel, bridge and endpoint, also of those that a connection before this one has left. What came into the application
     * until now is heard of by a subscription of its own, which ends: else it would be told twice.
     */
    async hearAll(app: string): Promise<void> {
      const path = `/applications/${encodeURIComponent(app)}/subscription`;
      const heard = await send('POST', path, { eventSource: 'channel:,bridge:,endpoint:' });
      const { channel_ids, bridge_ids } = Application.parse(heard);
      const sources = [
        ...channel_ids.map((id) => `channel:${id}`),
        ...bridge_ids.map((id) => `bridge:${id}`),
      ];
      for (const eventSource of sources.filter((source) => !ALL.test(source)))
        await send('DELETE', path, { eventSource }).catch((error: unknown) => {
          // It has ended meanwhile, and its subscription with it.
          if (!(error instanceof AriRefusal)) throw error;
        });
    },
    /** Messages of other types, several times as many, are not even written by Asterisk; where it cannot filter, they are let pass here. */
    hearOnly: (app: string, types: readonly string[]) =>
      send(
        'PUT',
        `/applications/${encodeURIComponent(app)}/eventFilter`,
        {},
        { allowed: types.map((type) => ({ type })) },
      ),
    channels: async () => z.array(Channel).parse(await send('GET', '/channels')),
    bridges: async () => z.array(Bridge).parse(await send('GET', '/bridges')),
    info: () => send('GET', '/asterisk/info', { only: 'system' }),
    modules: () => send('GET', '/asterisk/modules'),
    /** `undefined` where there is no such endpoint. */
    async endpointState(name: string): Promise<string | undefined> {
      const answer = await unlessGone(send('GET', `/endpoints/PJSIP/${encodeURIComponent(name)}`));
      return answer === undefined ? undefined : (Endpoint.parse(answer).state ?? 'unknown');
    },
    endpoints: async () => z.array(Endpoint).parse(await send('GET', '/endpoints/PJSIP')),
    /** False where nobody can be reached there. */
    async originate({
      id,
      endpoint,
      app,
      callerId,
      timeoutSeconds,
      headers,
    }: OriginateChannel): Promise<boolean> {
      const variables = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [`PJSIP_HEADER(add,${name})`, value]),
      );
      const query = { endpoint, app, appArgs: 'originated', callerId, timeout: Math.ceil(timeoutSeconds) };
      try {
        await send('POST', channel(id), query, { variables });
        return true;
      } catch (error) {
        // "Allocation failed": no such endpoint, or nothing registered at it.
        if (error instanceof AriRefusal && error.status === 500) return false;
        throw error;
      }
    },
    ring: (id: string) => send('POST', `${channel(id)}/ring`),
    answer: (id: string) => send('POST', `${channel(id)}/answer`),
    /** An unknown channel is already gone. */
    hangup: (id: string, q850: number) => unlessGone(send('DELETE', channel(id), { reason_code: q850 })),
    /** Back to the dialplan, to the line after `Stasis(…)`. */
    letGo: (id: string) => unlessGone(send('POST', `${channel(id)}/continue`)),
    createBridge: (id: string) =>
      send('POST', bridge(id), { type: 'mixing' }).catch((error: unknown) => {
        if (!isRefusal(error, 'conflict')) throw error;
      }),
    addToBridge: (id: string, channelId: string) =>
      send('POST', `${bridge(id)}/addChannel`, { channel: channelId }),
    /** One that is being taken down is still known there, and belongs to nobody any more. */
    destroyBridge: (id: string) =>
      unlessGone(send('DELETE', bridge(id))).catch((error: unknown) => {
        if (!isRefusal(error, 'conflict')) throw error;
      }),

    /** RTP packets to the channel's phone until now; of a channel without any, or that is gone, `undefined`. */
    async packetsSent(id: string): Promise<number | undefined> {
      const answer = await unlessGone(send('GET', `${channel(id)}/rtp_statistics`));
      return answer === undefined ? undefined : RtpStatistics.parse(answer).txcount;
    },
    /** `in`: what comes from the channel's phone. */
    mute: (id: string, muted: boolean) =>
      send(muted ? 'POST' : 'DELETE', `${channel(id)}/mute`, { direction: 'in' }),
    playToChannel: (id: string, playId: string, media: string) =>
      send('POST', `${channel(id)}/play/${encodeURIComponent(playId)}`, { media }),
    playToBridge: (id: string, playId: string, media: string) =>
      send('POST', `${bridge(id)}/play/${encodeURIComponent(playId)}`, { media }),
    stopPlaying: (playId: string) => unlessGone(send('DELETE', `/playbacks/${encodeURIComponent(playId)}`)),

    recordBridge: (id: string, name: string) =>
      send('POST', `${bridge(id)}/record`, { name, format: 'wav', ifExists: 'fail' }),
    pauseRecording: (name: string, paused: boolean) =>
      send(paused ? 'POST' : 'DELETE', `${recording('live', name)}/pause`),
    stopRecording: (name: string) => unlessGone(send('POST', `${recording('live', name)}/stop`)),
    /** `recording`, `paused`…, or `undefined` when it does not run. */
    async liveRecording(name: string): Promise<string | undefined> {
      const answer = await unlessGone(send('GET', recording('live', name)));
      return answer === undefined ? undefined : LiveRecording.parse(answer).state;
    },
    hasRecording: async (name: string) =>
      (await unlessGone(send('GET', recording('stored', name)))) !== undefined,
    removeRecording: (name: string) => unlessGone(send('DELETE', recording('stored', name))),
    /** The file as it comes, however long that takes. */
    async recordingFile(name: string): Promise<{ contentType: string; body: ReadableStream<Uint8Array> }> {
      const path = `${recording('stored', name)}/file`;
      const response = await http(`${base}${path}`, { headers: { authorization } }).catch(
        (cause: unknown) => {
          throw new AdapterError('asterisk', 'unavailable', 'Asterisk does not answer', { cause });
        },
      );
      if (!response.ok || !response.body) throw refusal('GET', path, response.status, await response.text());
      return { contentType: response.headers.get('content-type') ?? 'audio/wav', body: response.body };
    },

    /**
     * Evaluates functions of the dialplan. Asterisk does so on a channel only, so one is made for it that goes nowhere and
     * calls nobody.
     */
    async evaluate(app: string, probeId: string, functions: readonly string[]): Promise<string[]> {
      await send('POST', '/channels/create', {
        endpoint: `Local/s@${app}-probe`,
        app,
        appArgs: 'probe',
        channelId: probeId,
      });
      try {
        const read = async (variable: string): Promise<string> =>
          Variable.parse(await send('GET', `${channel(probeId)}/variable`, { variable })).value;
        return await Promise.all(functions.map(read));
      } finally {
        await unlessGone(send('DELETE', channel(probeId)));
      }
    },

    /** An object of the dynamic configuration, or `undefined`. */
    async readConfig(type: string, id: string): Promise<Map<string, string> | undefined> {
      const answer = await unlessGone(send('GET', config(type, id)));
      if (answer === undefined) return undefined;
      return new Map(ConfigTuples.parse(answer).map(({ attribute, value }) => [attribute, value]));
    },
    writeConfig: (type: string, id: string, fields: Record<string, string>) =>
      send(
        'PUT',
        config(type, id),
        {},
        {
          fields: Object.entries(fields).map(([attribute, value]) => ({ attribute, value })),
        },
      ),
    /** Asterisk has no words for what stands in an ACL: whoever reads one that is there gets an error. */
    hasAcl: (id: string): Promise<boolean> =>
      send('GET', config('acl', id)).then(
        () => true,
        (error: unknown) => {
          if (isRefusal(error, 'not-found')) return false;
          if (error instanceof AriRefusal && error.status === 500) return true;
          throw error;
        },
      ),
    /** Keys may come more than once; in order. The answer would show what was written, and so is an error as well. */
    writeAcl: (id: string, lines: readonly (readonly [string, string])[]): Promise<unknown> =>
      send(
        'PUT',
        config('acl', id),
        {},
        { fields: lines.map(([attribute, value]) => ({ attribute, value })) },
      ).catch((error: unknown) => {
        if (!(error instanceof AriRefusal && error.status === 500)) throw error;
      }),
    removeConfig: (type: string, id: string) => unlessGone(send('DELETE', config(type, id))),
  };
}

/** Asterisk understood, and said no. */
class AriRefusal extends AdapterError {
  readonly status: number;

  constructor(status: number, ...[code, message, options]: [ErrorCode, string, RingbackErrorOptions]) {
    super('asterisk', code, message, options);
    this.status = status;
  }
}

export function isRefusal(error: unknown, code: ErrorCode): boolean {
  return error instanceof AdapterError && error.code === code;
}

async function unlessGone(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (isRefusal(error, 'not-found')) return undefined;
    throw error;
  }
}

const CODES: Record<number, ErrorCode> = {
  400: 'invalid',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  412: 'conflict',
  422: 'conflict',
};

const HINTS: Partial<Record<ErrorCode, string>> = {
  unauthorized: 'User and password must be those of ari.conf.',
  forbidden:
    'The user in ari.conf needs read_only=no; dynamic configuration needs the lines of sorcery.conf.',
};

function refusal(method: string, path: string, status: number, text: string): AriRefusal {
  const code = CODES[status] ?? 'unavailable';
  const why = /"message"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? '';
  const hint = HINTS[code];
  const message = `Asterisk refused ${method} ${path}: ${status} ${why}`.trim();
  return new AriRefusal(status, code, message, hint === undefined ? {} : { hint });
}

/** How OpenSSL and Node name a certificate that proves nothing. */
const UNTRUSTED = /^(ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_)/;

function isUntrusted(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' && UNTRUSTED.test(cause.code);
}
