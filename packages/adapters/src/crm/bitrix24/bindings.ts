/** What else an activity stands with. */
import { AdapterError } from '../../error.ts';
import type { Base } from './base.ts';
import { ENTITIES, type Entity } from './map.ts';

/** Where it stands there already, nothing happens. */
export async function bindActivity(
  { api }: Base,
  activityId: number,
  { entity, id }: { entity: Entity; id: number },
): Promise<void> {
  const params = { activityId, entityTypeId: ENTITIES[entity].typeId, entityId: id };
  await api.write('crm.activity.binding.add', params, { repeatable: true }).catch((error: unknown) => {
    if (!(error instanceof AdapterError) || !error.message.includes('ALREADY_BOUND')) throw error;
  });
}
