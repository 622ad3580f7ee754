/** The gateway's HTTP API, typed and checked: one method for each route of docs/architecture.md. */
import {
  Call,
  CallPage,
  type CallListQuery,
  type CallPatch,
  CallWithMatches,
  CartAnswer,
  ColleaguePresence,
  DialAnswer,
  type Form,
  type LiveDialog,
  Me,
  type MePatch,
  MissedCall,
  MissedCounts,
  type BackendShop,
  type MissedGroup,
  MissedPage,
  OrderPage,
  Party,
  type PartyInput,
  PartyMatch,
  type PartyUpdate,
  type QualityReport,
  RingbackError,
  Session,
  SipCredential,
  TokenAnswer,
  ViewedAnswer,
} from '@ringback/model';
import * as z from 'zod/mini';
import { crmRequest } from './crm-routes.ts';
import { toRingbackError } from './http-error.ts';
import { jitteredPause } from './pause.ts';
import { fetchTransport } from './transport/fetch-transport.ts';
import type { GatewayRequest, Transport } from './transport/transport.ts';

export interface HttpBackendOptions {
  /** Origin of the gateway; empty for the page's own. */
  baseUrl: string;
  /** Short-lived token of a developer's own page; the core frame has its cookie instead. */
  getToken?: () => string | undefined | Promise<string | undefined>;
  /** `fetch` when absent; `axiosTransport` of `@ringback/client/axios` for who has an axios instance. */
  transport?: Transport;
  /** For one attempt, in ms; 8,000 when absent. */
  timeoutMs?: number;
  /** Told of each request (`url` is below `/api/v1`) that reached the gateway, whatever it answered, and of each that did not. */
  onReach?: (reached: boolean, url: string) => void;
  /** The gateway knows no session (any more). Not told of a failed login. */
  onSignedOut?: () => void;
  now?: () => number;
  random?: () => number;
  sleep?: (ms: number) => Promise<void>;
}

export interface HttpBackend {
  login(input: { login: string; password: string }): Promise<void>;
  logout(): Promise<void>;
  refresh(): Promise<void>;
  token(): Promise<TokenAnswer>;
  session(): Promise<Session>;
  sipCredential(): Promise<SipCredential>;
  /** Asks leave to dial. Never repeated by itself: each success is a call. */
  dial(number: string): Promise<DialAnswer>;
  /** The same for what a host asks for: `id` of `dial.requested`. */
  dialRequested(id: string): Promise<DialAnswer>;
  /** Gives the call away to an extension or a number; answers the call that ended by it. As with `dial`, none of these is repeated. */
  transferCall(id: string, target: string): Promise<Call>;
  /** Ends the call where the PBX leads it. */
  hangUpCall(id: string): Promise<Call>;
  /** Lets the far side wait, where the PBX leads the call. */
  holdCall(id: string): Promise<Call>;
  /** Asks leave for a second call while the first one waits. */
  consultCall(id: string, target: string): Promise<DialAnswer>;
  /** `id` is the consultation; its two far ends talk with each other, and we leave. Answers the call that ended by it. */
  completeTransfer(id: string): Promise<Call>;
  /** Ends the consultation; answers the call that goes on. */
  cancelTransfer(id: string): Promise<Call>;
  /** Everybody of `withId` comes into `id`. */
  mergeCalls(id: string, withId: string): Promise<Call>;
  /** Rings somebody into the call. */
  inviteToCall(id: string, target: string): Promise<Call>;
  muteParticipant(id: string, participantId: string, muted: boolean): Promise<Call>;
  removeParticipant(id: string, participantId: string): Promise<Call>;
  readonly calls: {
    list(query?: CallListQuery): Promise<CallPage>;
    get(id: string): Promise<CallWithMatches>;
    update(id: string, patch: CallPatch, key: string): Promise<Call>;
    disown(id: string): Promise<void>;
  };
  /** How a call has sounded in this page so far. */
  reportQuality(callId: string, report: QualityReport): Promise<void>;
  readonly dialogs: {
    put(dialog: LiveDialog): Promise<void>;
    remove(callId: string): Promise<void>;
  };
  readonly parties: {
    findByPhone(phone: string): Promise<PartyMatch[]>;
    findByName(name: string): Promise<PartyMatch[]>;
    create(input: PartyInput, key: string, form?: Form): Promise<Party>;
    update(id: string, patch: PartyUpdate, key: string): Promise<Party>;
  };
  /** A method of a group of customers, by its name; the same key is the same write. */
  askCrm(method: string, args: readonly unknown[], key: string): Promise<unknown>;
  readonly me: { update(patch: MePatch): Promise<Me> };
  readonly colleagues: { list(): Promise<ColleaguePresence[]> };
  readonly missed: MissedGroup;
  readonly shop: Required<Pick<BackendShop, 'orders' | 'cart' | 'viewed'>>;
}

const TIMEOUT_MS = 8_000;
/** Attempts of a request that may be repeated, and the bounds of the pause between two, in ms. */
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 4_000;
/** A gateway that asks for more patience than this is not waited for, in ms. */
const LONGEST_RETRY_AFTER_MS = 10_000;

const Matches = z.array(PartyMatch);
const Colleagues = z.array(ColleaguePresence);

interface Request<T> extends GatewayRequest {
  schema?: z.ZodMiniType<T>;
  /** The same request sent twice is one. */
  repeatable?: boolean;
  key?: string;
}

export function createHttpBackend(options: HttpBackendOptions): HttpBackend {
  const now = options.now ?? Date.now;
  const random = options.random ?? Math.random;
  const sleep = options.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const transport = options.transport ?? fetchTransport();

  async function once<T>({ schema, key, repeatable: _, ...request }: Request<T>): Promise<T> {
    const token = await options.getToken?.();
    const headers = {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(key ? { 'Idempotency-Key': key } : {}),
    };
    const data = await transport(request, {
      base: `${options.baseUrl}/api/v1`,
      headers,
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    });
    options.onReach?.(true, request.url);
    if (!schema) return undefined as T;
    const read = schema.safeParse(data);
    if (read.success) return read.data;
    throw new RingbackError(
      'bug',
      `The gateway answered ${request.url} with something that we do not understand.`,
      {
        hint: 'Reload the page: gateway and page may be of different versions.',
        cause: read.error,
      },
    );
  }

  async function send<T>(request: Request<T>): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await once(request);
      } catch (reason) {
        const error = toRingbackError(reason, { now });
        const unreached =
          error.requestId === undefined && (error.code === 'unavailable' || error.code === 'timeout');
        const last = !request.repeatable || !error.retryable || attempt === ATTEMPTS - 1;
        if (last || (error.retryAfterMs ?? 0) > LONGEST_RETRY_AFTER_MS) {
          options.onReach?.(!unreached, request.url);
          if (error.code === 'unauthorized' && request.url !== '/auth/login') options.onSignedOut?.();
          throw error;
        }
        const pause = jitteredPause(attempt, {
          firstMs: FIRST_PAUSE_MS,
          longestMs: LONGEST_PAUSE_MS,
          random,
        });
        await sleep(Math.max(error.retryAfterMs ?? 0, pause));
      }
    }
  }

  const get = <T>(url: string, schema: z.ZodMiniType<T>, params?: object): Promise<T> =>
    send({ method: 'GET', url, params, schema, repeatable: true });
  const id = encodeURIComponent;
  const post = <T>(url: string, schema: z.ZodMiniType<T>, data?: object): Promise<T> =>
    send({ method: 'POST', url, data, schema });

  const participant = (callId: string, participantId: string): string =>
    `/calls/${id(callId)}/participants/${id(participantId)}`;

  return {
    login: (data) => send({ method: 'POST', url: '/auth/login', data }),
    logout: () => send({ method: 'POST', url: '/auth/logout' }),
    refresh: () => send({ method: 'POST', url: '/auth/refresh' }),
    token: () => post('/auth/token', TokenAnswer),
    session: () => get('/session', Session),
    sipCredential: () => post('/sip-credentials', SipCredential),
    dial: (number) => post('/calls', DialAnswer, { number }),
    dialRequested: (requestId) => post('/calls', DialAnswer, { requestId }),
    transferCall: (callId, target) => post(`/calls/${id(callId)}/transfer`, Call, { target }),
    consultCall: (callId, target) => post(`/calls/${id(callId)}/consult`, DialAnswer, { target }),
    hangUpCall: (callId) => post(`/calls/${id(callId)}/hang-up`, Call),
    holdCall: (callId) => post(`/calls/${id(callId)}/hold`, Call),
    completeTransfer: (callId) => post(`/calls/${id(callId)}/complete-transfer`, Call),
    cancelTransfer: (callId) => post(`/calls/${id(callId)}/cancel-transfer`, Call),
    mergeCalls: (callId, withId) => post(`/calls/${id(callId)}/merge`, Call, { with: withId }),
    inviteToCall: (callId, target) => post(`/calls/${id(callId)}/participants`, Call, { target }),
    muteParticipant: (callId, participantId, muted) =>
      send({
        method: 'PATCH',
        url: participant(callId, participantId),
        data: { muted },
        schema: Call,
        repeatable: true,
      }),
    removeParticipant: (callId, participantId) =>
      send({ method: 'DELETE', url: participant(callId, participantId), schema: Call }),
    calls: {
      list: (query = {}) => get('/calls', CallPage, query),
      get: (callId) => get(`/calls/${id(callId)}`, CallWithMatches),
      update: (callId, data, key) =>
        send({ method: 'PATCH', url: `/calls/${id(callId)}`, data, key, schema: Call, repeatable: true }),
      disown: (callId) => send({ method: 'POST', url: `/calls/${id(callId)}/disown`, repeatable: true }),
    },
    reportQuality: (callId, data) =>
      send({ method: 'PUT', url: `/calls/${id(callId)}/quality`, data, repeatable: true, keepalive: true }),
    dialogs: {
      put: (data) => send({ method: 'PUT', url: `/dialogs/${id(data.callId)}`, data, repeatable: true }),
      remove: (callId) => send({ method: 'DELETE', url: `/dialogs/${id(callId)}`, repeatable: true }),
    },
    parties: {
      findByPhone: (phone) => get('/parties', Matches, { phone }),
      findByName: (name) => get('/parties', Matches, { name }),
      create: (data, key, form) =>
        send({
          method: 'POST',
          url: '/parties',
          params: { form },
          data,
          key,
          schema: Party,
          repeatable: true,
        }),
      update: (partyId, data, key) =>
        send({ method: 'PATCH', url: `/parties/${id(partyId)}`, data, key, schema: Party, repeatable: true }),
    },
    async askCrm(method, args, key) {
      const request = crmRequest(method, args);
      if (!request) throw new RingbackError('unsupported', `There is no ${method}.`);
      return send({ ...request, key, repeatable: true });
    },
    // Says how things shall be, so that sending it twice changes nothing.
    me: { update: (data) => send({ method: 'PATCH', url: '/me', data, schema: Me, repeatable: true }) },
    colleagues: { list: () => get('/agents', Colleagues) },
    shop: {
      orders: (query) => get('/shop/orders', OrderPage, query),
      cart: async (of) => (await get('/shop/cart', CartAnswer, of)).cart,
      viewed: (of) => get('/shop/viewed', ViewedAnswer, of),
    },
    missed: {
      list: (query = {}) => get('/missed', MissedPage, query),
      counts: () => get('/missed/counts', MissedCounts),
      claim: (missedId) => send({ method: 'POST', url: `/missed/${id(missedId)}/claim`, schema: MissedCall }),
      release: (missedId) =>
        send({ method: 'POST', url: `/missed/${id(missedId)}/release`, schema: MissedCall }),
      dismiss: (missedId, reason) =>
        send({
          method: 'POST',
          url: `/missed/${id(missedId)}/dismiss`,
          data: { reason },
          schema: MissedCall,
        }),
    },
  };
}
