/** How the gateway is connected with a PBX whose settings are made at /admin. Secrets come in and never go out again. */
import type { Finding } from '@ringback/adapters';
import {
  examineMango,
  FIELDS,
  manifest,
  type MangoContext,
  MangoSettings,
} from '@ringback/adapters/mango-office';
import { type Agent, RingbackError } from '@ringback/model';
import * as z from 'zod/mini';
import { KEPT_SECRET } from '../crm/connections.ts';
import type { Store } from '../store/contract.ts';

export type RawSettings = Record<string, unknown>;

export interface PbxConnection {
  readonly system: string;
  readonly name: string;
  /** JSON Schema that the form is drawn from. */
  readonly schema: Record<string, unknown>;
  /** In force; `undefined` as long as there are none. */
  current(): MangoSettings | undefined;
  /** With `KEPT_SECRET` in the place of every secret. */
  shown(): RawSettings;
  put(settings: RawSettings, actor: Agent): Promise<void>;
  remove(actor: Agent): Promise<void>;
  /** Tries settings that need not be saved. One request: a wrong one costs two minutes. */
  check(settings: RawSettings): Promise<Finding[]>;
  /** Another node may have changed them. */
  refresh(): Promise<void>;
}

export interface PbxConnectionOptions {
  store: Store;
  context: MangoContext;
  /** Of the configuration file; planted in a store that has none. */
  seed: RawSettings;
  /** What must be done when they have changed. */
  changed(): Promise<void>;
}

export async function createPbxConnection(options: PbxConnectionOptions): Promise<PbxConnection> {
  const { store, context, seed } = options;
  const { id: system, name } = manifest;
  if (seed.apiKey !== undefined && (await store.pbxConnections.get(system)) === undefined)
    await store.transaction((tx) => store.pbxConnections.put(tx, system, seed), 'full');
  let now = await stored();

  async function stored(): Promise<MangoSettings | undefined> {
    const raw = await store.pbxConnections.get(system);
    return raw && MangoSettings.parse(raw);
  }

  async function write(next: MangoSettings | undefined, actor: Agent): Promise<void> {
    const [before, after] = [now as RawSettings | undefined, next as RawSettings | undefined];
    await store.transaction(async (tx) => {
      if (after) await store.pbxConnections.put(tx, system, after);
      else await store.pbxConnections.remove(tx, system);
      for (const key of Object.keys({ ...before, ...after })) {
        const [old, fresh] = [before?.[key], after?.[key]];
        if (old === fresh) continue;
        const entry = { actor: actor.id, entity: 'pbx-connection', entityId: system, field: key };
        await store.audit.append(tx, { ...entry, old: hidden(key, old), new: hidden(key, fresh) });
      }
    }, 'full');
    now = next;
    await options.changed();
  }

  const complete = (given: RawSettings): MangoSettings => readSettings(given, now);

  return {
    ...{ system, name, schema: schemaOf() },
    current: () => now,
    shown: () =>
      Object.fromEntries(Object.entries(now ?? {}).map(([key, value]) => [key, hidden(key, value)])),
    put: (settings, actor) => write(complete(settings), actor),
    remove: (actor) => write(undefined, actor),
    async check(settings) {
      const agents = await store.agents.list();
      const extensions = agents.map(({ extension }) => extension);
      return examineMango({ settings: complete(settings), context, extensions });
    },
    async refresh() {
      const next = await stored();
      if (JSON.stringify(next) === JSON.stringify(now)) return;
      now = next;
      await options.changed();
    },
  };
}

const hidden = (key: string, value: unknown): unknown =>
  value !== undefined && FIELDS[key]?.secret ? KEPT_SECRET : value;

/** A secret that was not typed anew is the kept one; an empty field is no setting. */
function readSettings(given: RawSettings, before: RawSettings | undefined): MangoSettings {
  const filled = Object.entries(given)
    .map(([key, value]) => [key, value === KEPT_SECRET ? before?.[key] : value] as const)
    .filter(([, value]) => value !== undefined && value !== null && value !== '');
  const { success, data, error } = MangoSettings.safeParse(Object.fromEntries(filled));
  if (success) return data;
  const fields = Object.fromEntries(
    error.issues.map(({ path, message }) => [`settings.${path.join('.')}`, message]),
  );
  throw new RingbackError('invalid', 'The connection cannot be made with these settings.', {
    hint: 'Correct the fields that are named.',
    fields,
  });
}

function schemaOf(): Record<string, unknown> {
  const schema = z.toJSONSchema(MangoSettings, { target: 'draft-2020-12', io: 'input' }) as {
    properties?: Record<string, object>;
  };
  const properties = Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const field = FIELDS[key];
    if (!field) return [];
    const words = {
      title: field.title,
      description: field.hint,
      ...(field.secret ? { format: 'password' } : {}),
    };
    return [[key, { ...property, ...words }] as const];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}
