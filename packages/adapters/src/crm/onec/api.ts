/** Requests to 1C: few at once, because each takes a session; its refusals in our words. */
import type * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { codeOfStatus, createHttpClient, type HttpAnswer, type HttpRequest } from '../../http/index.ts';
import type { ReadOptions } from '../contract.ts';
import { createGate } from './gate.ts';
import { manifest, type OnecSettings } from './manifest.ts';
import { keyed, LONGEST_QUERY, type Query, queryOf } from './odata.ts';
import { refusalOf } from './refusal.ts';
import { listOf } from './rows.ts';

/** The first request after a pause wakes a process of 1C, which takes half a minute. */
const ANSWER_MS = 45_000;
/** `$metadata` of a whole UT took 23 s and had 17 MB. */
const METADATA_MS = 120_000;
const METADATA_BYTES = 64_000_000;
const SESSIONS = 4;

export interface OnecApi {
  list<T extends z.ZodMiniType>(
    set: string,
    row: T,
    query: Query,
    options?: ReadOptions,
  ): Promise<z.infer<T>[]>;
  /** `undefined` when 1C itself says that there is none; a set that is not published is `unsupported`. */
  get<T extends z.ZodMiniType>(
    set: string,
    id: string,
    row: T,
    options?: ReadOptions,
  ): Promise<z.infer<T> | undefined>;
  create<T extends z.ZodMiniType>(
    set: string,
    fields: object,
    row: T,
    options?: ReadOptions,
  ): Promise<z.infer<T>>;
  update<T extends z.ZodMiniType>(
    set: string,
    id: string,
    fields: object,
    row: T,
    options?: ReadOptions,
  ): Promise<z.infer<T>>;
  /** `ExecuteTask`, `Start`: what a record can do. */
  act(set: string, id: string, action: string, options?: ReadOptions): Promise<void>;
  metadata(options?: ReadOptions): Promise<string>;
  /** The HTTP service of a 1C programmer. */
  service(path: string, options?: ReadOptions): Promise<unknown>;
}

type Ask = Omit<HttpRequest, 'url' | 'headers'> & { path: string; background?: boolean | undefined };

export function createApi(settings: OnecSettings, context: CrmContext): OnecApi {
  const refused = (answer: HttpAnswer, request: HttpRequest) =>
    codeOfStatus(answer.status) === undefined ? undefined : refusalOf(answer, request.name);
  const common = { system: manifest.id, context, refused };
  const client = createHttpClient({ ...common, timeoutMs: ANSWER_MS, deadlineMs: 120_000 });
  const patient = createHttpClient({
    ...common,
    timeoutMs: METADATA_MS,
    deadlineMs: 240_000,
    maxBytes: METADATA_BYTES,
  });
  const gate = createGate(settings.sessions ?? SESSIONS);
  const root = settings.url.replace(/\/+$/, '');
  // A login in another encoding than UTF-8 is refused by IIS.
  const login = Buffer.from(`${settings.user}:${settings.password}`, 'utf8').toString('base64');
  const headers = { Authorization: `Basic ${login}`, Accept: 'application/json' };

  const send = ({ path, background, ...request }: Ask, through = client): Promise<HttpAnswer> =>
    gate.run(
      () =>
        through.send({
          ...request,
          url: `${root}/${path}`,
          headers: request.body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
        }),
      { signal: request.signal, background },
    );
  const odata = (rest: string): string => `odata/standard.odata/${rest}`;

  async function write(
    name: string,
    method: 'POST' | 'PATCH',
    rest: string,
    fields: object,
    signal?: AbortSignal,
  ) {
    // A changed record may be changed so again; a record that is made twice is two.
    const repeatable = method === 'PATCH';
    const path = odata(`${rest}?$format=json`);
    const answer = await send({ name, method, path, body: JSON.stringify(fields), repeatable, signal });
    return answer.json();
  }

  return {
    async list(set, row, query, { signal, background } = {}) {
      const asked = queryOf(query);
      if (asked.length >= LONGEST_QUERY) {
        throw new AdapterError(manifest.id, 'bug', `${set}: the query is longer than IIS lets through.`);
      }
      const path = odata(`${encodeURIComponent(set)}?${asked}`);
      const answer = await send({ name: set, path, repeatable: true, signal, background });
      return parse(set, listOf(row), answer.json()).value as z.infer<typeof row>[];
    },
    async get(set, id, row, { signal, background } = {}) {
      try {
        const path = odata(`${keyed(set, id)}?$format=json`);
        const answer = await send({ name: set, path, repeatable: true, signal, background });
        return parse(set, row, answer.json());
      } catch (error) {
        if (error instanceof AdapterError && error.code === 'not-found') return undefined;
        throw error;
      }
    },
    async create(set, fields, row, { signal } = {}) {
      return parse(set, row, await write(set, 'POST', encodeURIComponent(set), fields, signal));
    },
    async update(set, id, fields, row, { signal } = {}) {
      return parse(set, row, await write(set, 'PATCH', keyed(set, id), fields, signal));
    },
    async act(set, id, action, { signal } = {}) {
      const path = odata(`${keyed(set, id)}/${action}?$format=json`);
      await send({ name: `${set}/${action}`, method: 'POST', path, body: '{}', repeatable: false, signal });
    },
    async metadata({ signal } = {}) {
      const answer = await send(
        { name: '$metadata', path: odata('$metadata'), repeatable: true, signal },
        patient,
      );
      if (!/<(\w+:)?Edmx\b/.test(answer.text.slice(0, 2000))) {
        throw new AdapterError(
          manifest.id,
          'unavailable',
          '$metadata: the answer is no description of an OData interface.',
          {
            hint: 'Look whether the address is that of the publication, up to the name of the base.',
          },
        );
      }
      return answer.text;
    },
    async service(path, { signal, background } = {}) {
      const answer = await send({
        name: 'service',
        path: `hs/${settings.service ?? ''}/v1/${path}`,
        ...{ repeatable: true, signal, background },
      });
      return answer.json();
    },
  };
}

export function parse<T extends z.ZodMiniType>(name: string, schema: T, value: unknown): z.infer<T> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const where = read.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new AdapterError(manifest.id, 'bug', `${name}: 1C's answer cannot be read (${where}).`, {
    hint: 'Look whether a proxy stands between Ringback and 1C.',
  });
}
