/** 1C:Enterprise (UNF, UT) as a system of record, over its standard OData interface. */
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { Crm, RecordRef } from '../contract.ts';
import { type Base, createBase } from './base.ts';
import { createCommunications } from './calls.ts';
import { checkConnection } from './check.ts';
import { TASK } from './layout.ts';
import { manifest, OnecSettings } from './manifest.ts';
import { pageOf } from './map.ts';
import { isGuid } from './odata.ts';
import { createShop } from './orders.ts';
import { createParties } from './parties.ts';
import { createFields } from './properties.ts';
import { createTasks } from './tasks.ts';
import { receive } from './webhook.ts';

export { manifest, OnecSettings } from './manifest.ts';
export { SECRET_HEADER } from './webhook.ts';

export function createOnec(settings: OnecSettings, context: CrmContext): Crm {
  const parsed = OnecSettings.safeParse(settings);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new AdapterError(manifest.id, 'invalid', `The settings of 1C are wrong: ${faults}`);
  }
  const base = createBase(parsed.data, context);
  return {
    manifest,
    checkConnection: (options) => checkConnection(base, options),
    parties: createParties(base),
    tasks: createTasks(base),
    communications: createCommunications(base),
    shop: createShop(base),
    records: { url: (ref) => recordUrl(base, ref) },
    users: { list: async ({ signal } = {}) => [...(await base.staff.get(signal)).users] },
    fields: createFields(base),
    changes: { receive: (request) => receive(parsed.data.serviceSecret, request) },
  };
}

/** A page needs no request: what the configuration keeps under which name is known from the first look-up on. */
function recordUrl({ settings, layout }: Base, { kind, id }: RecordRef): string | undefined {
  const known = layout.last();
  const set = {
    party: known?.party.set ?? 'Catalog_Контрагенты',
    order: known?.order.set,
    task: TASK,
    communication: known?.call.set,
  }[kind as 'party' | 'order' | 'task' | 'communication'];
  return set === undefined || !isGuid(id) ? undefined : pageOf(settings.url, set, id);
}
