/** A simulated portal: who may ask, how often, and what it answers. */
import type { TestClock } from '../../../testing/index.ts';
import { createSimulatedHttp, type SimulatedAnswer, type SimulatedRequest } from '../../../testing/index.ts';
import { activityMethods } from './activity-methods.ts';
import { bindingMethods } from './binding-methods.ts';
import { crmMethods } from './crm-methods.ts';
import { otherMethods } from './other-methods.ts';
import { asMap, parseQuery, type PhpMap, resolve } from './php.ts';
import { requisiteMethods } from './requisite-methods.ts';
import { type Application, createState, type Methods, portalTime, Refused } from './state.ts';

export interface PortalOptions {
  clock: Pick<TestClock, 'now' | 'wait'>;
  /** Of the incoming webhook. */
  webhookSecret: string;
  /** Of the application. */
  client: { id: string; secret: string; refreshToken: string };
  limits?: { capacity: number; drainPerSecond: number };
  /** Seconds of work that each call of a method costs. */
  operatingSeconds?: number;
}

const MOST_COMMANDS = 50;
const OPERATING_LIMIT_SECONDS = 480;
const OPERATING_WINDOW_MS = 600_000;
const TOKEN_SECONDS = 3600;

/** Only an application may: a webhook is told `WRONG_AUTH_TYPE`. */
const APPLICATION_ONLY = /^(telephony\.externalCall\.|im\.notify\.|event\.(bind|unbind|get)|placement\.)/;
const SCOPE_OF: [RegExp, string][] = [
  [/^crm\./, 'crm'],
  [/^tasks\./, 'task'],
  [/^user\./, 'user'],
  [/^(telephony|voximplant)\./, 'telephony'],
  [/^im\./, 'im'],
  [/^placement\./, 'placement'],
];

export function createPortal(options: PortalOptions) {
  const { clock, limits = { capacity: 50, drainPerSecond: 2 } } = options;
  const state = createState(clock.now);
  const methods: Methods = {
    ...{ ...crmMethods(state), ...activityMethods(state), ...otherMethods(state) },
    ...{ ...bindingMethods(state), ...requisiteMethods(state) },
  };
  const tokens = createTokens(options);
  const bucket = createBucket(clock, limits);
  const operating = createOperating(clock, options.operatingSeconds ?? 0.01);
  const simulated = createSimulatedHttp({ clock, handle, refusals: REFUSALS });

  function handle(request: SimulatedRequest): SimulatedAnswer {
    if (request.url.pathname.startsWith('/oauth/token')) return tokens.handle(request);
    if (!bucket.admit()) {
      simulated.countLimited();
      return refused(503, 'QUERY_LIMIT_EXCEEDED', 'Too many requests');
    }
    const params = request.headers.get('content-type')?.includes('json')
      ? ((request.json() ?? {}) as PhpMap)
      : parseQuery(request.text());
    const access = accessOf(request.url, params);
    if ('status' in access) return access;
    state.askedBy = access.userId ?? 1;
    state.askedFrom = access.application;
    return answer(access.method, params, access.application !== undefined);
  }

  function accessOf(
    url: URL,
    params: PhpMap,
  ): { method: string; application: Application | undefined; userId?: number } | SimulatedAnswer {
    const [, rest = ''] = /^\/rest\/(.*?)(?:\.json)?$/.exec(url.pathname) ?? [];
    const parts = rest.split('/');
    if (parts.length === 3) {
      if (parts[1] !== options.webhookSecret)
        return refused(401, 'INVALID_CREDENTIALS', 'Invalid request credentials');
      return { method: parts[2] ?? '', application: undefined };
    }
    const token = params.auth ?? url.searchParams.get('auth');
    if (token === null || token === undefined)
      return refused(401, 'NO_AUTH_FOUND', 'Wrong authorization data');
    const known = tokens.check(String(token));
    if (known !== 'good')
      return refused(
        401,
        known === 'expired' ? 'expired_token' : 'invalid_token',
        'The access token provided has expired.',
      );
    return { method: parts[0] ?? '', ...tokens.ownerOf(String(token)) };
  }

  function answer(method: string, params: PhpMap, application: boolean): SimulatedAnswer {
    try {
      const { time, ...rest } =
        method === 'batch' ? batch(params, application) : one(method, params, application);
      return { status: 200, body: { ...rest, time } };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return refused(error.status, error.error, error.message, {
        ...error.more,
        time: operating.time(method),
      });
    }
  }

  function one(method: string, params: PhpMap, application: boolean) {
    const work = methods[method];
    if (!work) throw new Refused(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!');
    const scope = SCOPE_OF.find(([pattern]) => pattern.test(method))?.[1];
    if (scope !== undefined && !state.scopes.includes(scope))
      throw new Refused(
        403,
        'insufficient_scope',
        'The request requires higher privileges than provided by the access token',
      );
    if (!application && APPLICATION_ONLY.test(method))
      throw new Refused(403, 'WRONG_AUTH_TYPE', 'Current authorization type is denied for this method');
    if (!operating.admit(method)) {
      simulated.countLimited();
      throw new Refused(429, 'OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit.');
    }
    return { ...work(params), time: operating.time(method) };
  }

  function batch({ cmd }: PhpMap, application: boolean) {
    const commands = Object.entries(asMap(cmd));
    if (commands.length > MOST_COMMANDS)
      throw new Refused(400, 'ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded');
    const maps = {
      result: {} as PhpMap,
      result_error: {} as PhpMap,
      result_total: {} as PhpMap,
      result_next: {} as PhpMap,
      result_time: {} as PhpMap,
    };
    for (const [key, command] of commands) {
      const [method = '', query = ''] = String(command).split(/\?(.*)/s);
      if (method === 'batch')
        throw new Refused(405, 'ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch usage');
      try {
        const { result, next, total, time } = one(
          method,
          resolve(parseQuery(query), maps.result) as PhpMap,
          application,
        );
        maps.result[key] = result as PhpMap;
        maps.result_time[key] = time;
        if (next !== undefined) maps.result_next[key] = next;
        if (total !== undefined) maps.result_total[key] = total;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        maps.result_error[key] = { error: error.error, error_description: error.message };
      }
    }
    return {
      result: Object.fromEntries(Object.entries(maps).map(([name, map]) => [name, phpEmpty(map)])),
      time: operating.time('batch'),
    };
  }

  return { ...simulated, state, expireTokens: tokens.expire, issueUserToken: tokens.forUser };
}

/** PHP writes an empty map as a list. */
const phpEmpty = (map: PhpMap) => (Object.keys(map).length === 0 ? [] : map);

function refused(
  status: number,
  error: string,
  error_description: string,
  more: object = {},
): SimulatedAnswer {
  return { status, body: { error, error_description, ...more } };
}

/** As the vendor documents them (limits.md, system-errors). */
const REFUSALS = {
  unauthorized: () => refused(401, 'INVALID_CREDENTIALS', 'Invalid request credentials'),
  forbidden: () =>
    refused(
      403,
      'insufficient_scope',
      'The request requires higher privileges than provided by the access token',
    ),
  'rate-limited': () => refused(503, 'QUERY_LIMIT_EXCEEDED', 'Too many requests'),
  unavailable: () => refused(500, 'INTERNAL_SERVER_ERROR', 'Internal server error'),
  invalid: () => refused(400, 'INVALID_ARG_VALUE', "Invalid filter: field 'FIELD' is not allowed in filter"),
  unsupported: () => refused(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!'),
};

function createBucket(
  clock: Pick<TestClock, 'now'>,
  { capacity, drainPerSecond }: { capacity: number; drainPerSecond: number },
) {
  let level = 0;
  let at = clock.now().getTime();
  return {
    admit(): boolean {
      const time = clock.now().getTime();
      level = Math.max(0, level - ((time - at) / 1000) * drainPerSecond);
      at = time;
      if (level + 1 > capacity) return false;
      level += 1;
      return true;
    },
  };
}

/** Time of work per method within ten minutes. */
function createOperating(clock: Pick<TestClock, 'now'>, seconds: number) {
  const used = new Map<string, { since: number; seconds: number }>();
  const current = (method: string) => {
    const now = clock.now().getTime();
    const known = used.get(method);
    if (known && known.since + OPERATING_WINDOW_MS > now) return known;
    const fresh = { since: now, seconds: 0 };
    used.set(method, fresh);
    return fresh;
  };
  return {
    admit(method: string): boolean {
      const one = current(method);
      if (one.seconds > OPERATING_LIMIT_SECONDS) return false;
      one.seconds += seconds;
      return true;
    },
    time(method: string) {
      const one = current(method);
      const now = clock.now();
      return {
        start: now.getTime() / 1000,
        finish: now.getTime() / 1000,
        duration: seconds,
        processing: seconds,
        date_start: portalTime(now),
        date_finish: portalTime(now),
        operating_reset_at: Math.ceil((one.since + OPERATING_WINDOW_MS) / 1000),
        operating: one.seconds,
      };
    },
  };
}

function createTokens({ clock, client }: PortalOptions) {
  const good = new Map<string, number>();
  const ours: Application = { ID: 5, CODE: client.id };
  const owners = new Map<string, { userId: number; application: Application }>();
  let refresh = client.refreshToken;
  let made = 0;
  return {
    /** A refresh token is good once: who comes second with it is refused. */
    handle(request: SimulatedRequest): SimulatedAnswer {
      const form = request.form();
      if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret)
        return refused(400, 'invalid_client', 'Invalid client');
      if (form.get('refresh_token') !== refresh)
        return refused(400, 'invalid_grant', 'Refresh token is invalid');
      made += 1;
      refresh = `${client.refreshToken}-${made}`;
      const access = `access-${made}`;
      good.set(access, clock.now().getTime() + TOKEN_SECONDS * 1000);
      return {
        status: 200,
        body: {
          ...{
            access_token: access,
            refresh_token: refresh,
            expires_in: TOKEN_SECONDS,
            scope: 'app',
            status: 'L',
          },
          ...{ member_id: 'da45a03b265edd8787f8a258d793cc5d', domain: 'oauth.bitrix.info', user_id: 1 },
          ...{
            client_endpoint: 'https://firm.bitrix24.ua/rest/',
            server_endpoint: 'https://oauth.bitrix.info/rest/',
          },
        },
      };
    },
    check(token: string): 'good' | 'expired' | 'unknown' {
      const until = good.get(token);
      if (until === undefined) return 'unknown';
      return until > clock.now().getTime() ? 'good' : 'expired';
    },
    ownerOf: (token: string) => owners.get(token) ?? { userId: 1, application: ours },
    /** What the portal posts as `AUTH_ID` into a page of an application, ours or another's. */
    forUser(userId: number, application: Application = ours): string {
      const token = `user-${userId}-${(made += 1)}`;
      owners.set(token, { userId, application });
      good.set(token, clock.now().getTime() + TOKEN_SECONDS * 1000);
      return token;
    },
    expire: () => good.forEach((_until, token) => good.set(token, 0)),
  };
}

export type Portal = ReturnType<typeof createPortal>;
