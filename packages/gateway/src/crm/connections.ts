/** Which systems of record are connected, and with what settings. Secrets come in and never go out again. */
import type { ConnectionReport, CrmManifest } from '@ringback/adapters';
import { type Agent, RingbackError } from '@ringback/model';
import * as z from 'zod/mini';
import { demandTyped, KEPT_SECRET } from '../secrets.ts';
import type { CrmConnectionRow, Store } from '../store/contract.ts';
import { present } from '../present.ts';
import type { Trouble } from './breaker.ts';
import type { CrmHub } from './hub.ts';
import { checkSettings, type System, systemOf } from './systems.ts';

export interface CrmConnections {
  /** With `KEPT_SECRET` in the place of every secret, and what it fails with now. */
  list(): Promise<(CrmConnectionRow & { trouble?: Trouble })[]>;
  put(row: CrmConnectionRow, actor: Agent): Promise<CrmConnectionRow>;
  remove(system: string, actor: Agent): Promise<void>;
  /** Tries settings that need not be saved; a secret that is not given is the kept one. */
  check(system: string, settings: Record<string, unknown>): Promise<ConnectionReport>;
  /** Another node may have changed them. */
  refresh(): Promise<void>;
}

export interface CrmConnectionsOptions {
  store: Store;
  hub: CrmHub;
  /** Of the configuration file; planted in a store that has none. */
  seed: readonly ({ system: string; recordOf: readonly string[] } & Record<string, unknown>)[];
  /** There is something to tell the hosts of. */
  wake?: () => void;
}

export async function createCrmConnections({
  store,
  hub,
  seed,
  wake,
}: CrmConnectionsOptions): Promise<CrmConnections> {
  if (seed.length > 0 && (await store.crmConnections.list()).length === 0) {
    await store.transaction(async (tx) => {
      for (const { system, recordOf, ...settings } of seed)
        await store.crmConnections.put(tx, { system, settings, recordOf });
    }, 'full');
    await hub.reload();
  }

  async function stored(system: string): Promise<CrmConnectionRow | undefined> {
    return (await store.crmConnections.list()).find((row) => row.system === system);
  }

  /** One system of record for a group: what this one takes, the others have no more. */
  async function losing({ system, recordOf }: CrmConnectionRow): Promise<[CrmConnectionRow, string[]][]> {
    return (await store.crmConnections.list()).flatMap((other) => {
      const left = other.recordOf.filter((group) => !recordOf.includes(group));
      return other.system === system || left.length === other.recordOf.length ? [] : [[other, left]];
    });
  }

  async function complete(known: System, given: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { id, settings, fields } = known.manifest;
    const before = (await stored(id))?.settings ?? {};
    const entries = Object.entries(given)
      .map(([key, value]) => [key, value === KEPT_SECRET ? before[key] : value] as const)
      // An empty field of the form is no setting.
      .filter(([, value]) => value !== undefined && value !== null && value !== '');
    const next: Record<string, unknown> = Object.fromEntries(entries);
    const after = checkSettings(known, next);
    const was = z.safeParse(settings, before);
    demandTyped({ given, before: was.success ? was.data : before, after }, fields);
    return next;
  }

  /** What waits for them goes by itself: not before they are connected anew, or it would fail once more with what was before. */
  async function resume(systems: readonly string[]): Promise<void> {
    await store.transaction(async (tx) => {
      for (const system of systems) await store.outbox.retryAll(tx, system);
    });
    wake?.();
  }

  return {
    async list() {
      return (await store.crmConnections.list()).map((row) => ({
        ...masked(row),
        ...present({ trouble: hub.system(row.system)?.trouble }),
      }));
    },
    async put({ system, settings, recordOf, fields }, actor) {
      const known = systemOf(system);
      const row = { system, settings: await complete(known, settings), recordOf, ...present({ fields }) };
      const [before, others] = [await stored(system), await losing(row)];
      const entryOf = (entityId: string, field: string) => ({
        ...{ actor: actor.id, entity: 'crm-connection', entityId, field },
      });
      await store.transaction(async (tx) => {
        await store.crmConnections.put(tx, row);
        for (const [other, left] of others) {
          await store.crmConnections.put(tx, { ...other, recordOf: left });
          const change = { old: other.recordOf, new: left };
          await store.audit.append(tx, { ...entryOf(other.system, 'recordOf'), ...change });
        }
        if (JSON.stringify(before?.fields) !== JSON.stringify(fields)) {
          await store.audit.append(tx, { ...entryOf(system, 'fields'), old: before?.fields, new: fields });
        }
        if (JSON.stringify(before?.recordOf ?? []) !== JSON.stringify(recordOf)) {
          const change = { old: before?.recordOf, new: recordOf };
          await store.audit.append(tx, { ...entryOf(system, 'recordOf'), ...change });
        }
        for (const key of new Set([...Object.keys(before?.settings ?? {}), ...Object.keys(row.settings)])) {
          const [old, next] = [before?.settings[key], row.settings[key]];
          if (JSON.stringify(old) === JSON.stringify(next)) continue;
          await store.audit.append(tx, {
            ...entryOf(system, key),
            old: shown(known.manifest, key, old),
            new: shown(known.manifest, key, next),
          });
        }
      }, 'full');
      await hub.reload();
      await resume([system]);
      return masked(row);
    },
    async remove(system, actor) {
      const before = await stored(system);
      if (!before) throw new RingbackError('not-found', `${system} is not connected.`);
      await store.transaction(async (tx) => {
        await store.crmConnections.remove(tx, system);
        const entry = { actor: actor.id, entity: 'crm-connection', entityId: system, field: 'connected' };
        await store.audit.append(tx, { ...entry, old: true, new: false });
      }, 'full');
      await hub.reload();
    },
    async check(system, settings) {
      return hub.trial(system, await complete(systemOf(system), settings)).checkConnection();
    },
    async refresh() {
      const changed = await hub.refresh();
      if (changed.length > 0) await resume(changed);
    },
  };
}

function masked({ system, settings, ...rest }: CrmConnectionRow): CrmConnectionRow {
  const { manifest } = systemOf(system);
  const values = Object.entries(settings).map(([key, value]) => [key, shown(manifest, key, value)]);
  return { system, settings: Object.fromEntries(values) as Record<string, unknown>, ...rest };
}

const shown = ({ fields }: CrmManifest, key: string, value: unknown): unknown =>
  value !== undefined && fields[key]?.secret ? KEPT_SECRET : value;
