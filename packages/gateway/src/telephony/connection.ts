/** How the gateway is connected with a PBX whose settings are made at /admin. */
import type { Finding } from '@ringback/adapters';
import { type Agent, RingbackError } from '@ringback/model';
import * as z from 'zod/mini';
import { demandTyped, filled, hidden } from '../secrets.ts';
import type { Store } from '../store/contract.ts';
import type { PbxFields, PbxSystem } from './systems.ts';

export type RawSettings = Record<string, unknown>;

export interface PbxConnection<T = unknown> {
  readonly system: string;
  readonly name: string;
  /** JSON Schema that the form is drawn from. */
  readonly schema: Record<string, unknown>;
  /** In force; `undefined` as long as there are none. */
  current(): T | undefined;
  /** With `KEPT_SECRET` in the place of every secret. */
  shown(): RawSettings;
  put(settings: RawSettings, actor: Agent): Promise<void>;
  remove(actor: Agent): Promise<void>;
  /** Tries settings that need not be saved. */
  check(settings: RawSettings): Promise<Finding[]>;
  /** Another node may have changed them. */
  refresh(): Promise<void>;
}

export interface PbxConnectionOptions<T> {
  store: Store;
  system: PbxSystem<T>;
  /** Of the configuration file; planted in a store that has none, where they are complete. */
  seed: RawSettings;
  /** What must be done when they have changed. */
  changed(): Promise<void>;
}

/** Kept where somebody disconnected it: what the file says must not undo that at the next start. */
const DISCONNECTED: RawSettings = {};

export async function createPbxConnection<T>(options: PbxConnectionOptions<T>): Promise<PbxConnection<T>> {
  const { store, seed } = options;
  const { id: system, name, settings: checked, fields, examine } = options.system;
  const isComplete = checked.safeParse(seed).success;
  if (isComplete && (await store.pbxConnections.get(system)) === undefined)
    await store.transaction((tx) => store.pbxConnections.put(tx, system, seed), 'full');
  const parsed = (raw: RawSettings | undefined): T | undefined =>
    raw && JSON.stringify(raw) !== JSON.stringify(DISCONNECTED) ? checked.parse(raw) : undefined;
  let now = parsed(await store.pbxConnections.get(system));

  async function write(next: T | undefined, actor: Agent): Promise<void> {
    const [before, after] = [now as RawSettings | undefined, next as RawSettings | undefined];
    await store.transaction(async (tx) => {
      await store.pbxConnections.put(tx, system, after ?? DISCONNECTED);
      for (const key of Object.keys({ ...before, ...after })) {
        const [old, fresh] = [before?.[key], after?.[key]];
        if (JSON.stringify(old) === JSON.stringify(fresh)) continue;
        const entry = { actor: actor.id, entity: 'pbx-connection', entityId: system, field: key };
        const [was, is] = [hidden(old, fields, key), hidden(fresh, fields, key)];
        await store.audit.append(tx, { ...entry, old: was, new: is });
      }
    }, 'full');
    now = next;
    await options.changed();
  }

  function complete(given: RawSettings): T {
    const { success, data, error } = checked.safeParse(filled(given, now, fields));
    if (success) {
      demandTyped({ given, before: now, after: data }, fields, 'settings');
      return data;
    }
    const faults = error.issues.map((issue) => [`settings.${issue.path.join('.')}`, sentence(issue)]);
    throw new RingbackError('invalid', 'The connection cannot be made with these settings.', {
      hint: 'Correct the fields that are named.',
      fields: Object.fromEntries(faults) as Record<string, string>,
    });
  }

  return {
    ...{ system, name, schema: schemaOf(checked, fields) },
    current: () => now,
    shown: () => hidden(now ?? {}, fields) as RawSettings,
    put: (settings, actor) => write(complete(settings), actor),
    remove: (actor) => write(undefined, actor),
    async check(settings) {
      const agents = await store.agents.list();
      const extensions = agents.map(({ extension }) => extension);
      return examine({ settings: complete(settings), extensions });
    },
    async refresh() {
      const next = parsed(await store.pbxConnections.get(system));
      if (JSON.stringify(next) === JSON.stringify(now)) return;
      now = next;
      await options.changed();
    },
  };
}

const sentence = ({ code, message }: z.core.$ZodIssue): string =>
  code === 'invalid_type' && message.includes('received undefined') ? 'is missing' : message;

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  default?: unknown;
}

function schemaOf(checked: z.core.$ZodType, fields: PbxFields): Record<string, unknown> {
  const schema = z.toJSONSchema(checked, { target: 'draft-2020-12', io: 'input' }) as JsonSchema;
  return { ...named(schema, fields, '') };
}

/** Each field with its words; one that has none is not asked for. */
function named({ properties, items, ...rest }: JsonSchema, fields: PbxFields, path: string): JsonSchema {
  const parts = Object.entries(properties ?? {}).flatMap(([key, property]) => {
    const at = path === '' ? key : `${path}.${key}`;
    const field = fields[at];
    if (!field || field.unasked) return [];
    const { default: known, ...child } = named(property, fields, at);
    const words = {
      title: field.title,
      description: field.hint,
      ...(field.secret && { format: 'password' }),
    };
    // What a group would be without being asked for must not make it one that is asked for.
    return [
      [key, { ...child, ...(path === '' && known !== undefined && { default: known }), ...words }] as const,
    ];
  });
  return {
    ...rest,
    ...(properties && { properties: Object.fromEntries(parts) }),
    ...(items && { items: named(items, fields, path) }),
  };
}
