/** `crm.entity.mergeBatch`: the first stays, and gets what it lacks; two values in one field are a conflict. */
import { ENTITIES } from '../map.ts';
import { asList, type PhpMap } from './php.ts';
import { type CrmItem, type PortalState, Refused } from './state.ts';

/** What the portal fills in by itself, or joins. */
const ITS_OWN = [
  'id',
  'fm',
  'createdTime',
  'updatedTime',
  'stageId',
  'stageSemanticId',
  'opened',
  'originId',
  'originatorId',
  'leadId',
];

export function mergeBatch(state: PortalState, { entityTypeId, entityIds }: PhpMap): object {
  if (entityTypeId === undefined) throw new Refused(400, '400', 'The parameter entityTypeId is required.');
  const ids = asList(entityIds).map(Number);
  if (ids.length < 2)
    throw new Refused(400, '0', 'The parameter entityIds must contains at least two elements.');
  const typeId = Number(entityTypeId) as 1 | 2 | 3 | 4;
  const [keep, ...drops] = ids.map((id) => state.items[typeId]?.get(id));
  if (!keep || drops.some((one) => !one))
    throw new Refused(400, '0', 'The parameter entityIds does not contains valid elements.');
  const all = drops as CrmItem[];
  if (all.some((drop) => conflicts(keep, drop))) return { STATUS: 'CONFLICT', ENTITY_IDS: [] };
  for (const drop of all) take(state, typeId, keep, drop);
  return { STATUS: 'SUCCESS', ENTITY_IDS: all.map(({ id }) => id) };
}

const said = (value: unknown) => value !== undefined && value !== null && value !== '' && value !== 0;

function conflicts(keep: CrmItem, drop: CrmItem): boolean {
  // It belongs to another program.
  if (said(drop.originId)) return true;
  return Object.entries(drop).some(
    ([name, value]) =>
      !ITS_OWN.includes(name) && said(value) && said(keep[name]) && String(value) !== String(keep[name]),
  );
}

function take(state: PortalState, typeId: 1 | 2 | 3 | 4, keep: CrmItem, drop: CrmItem): void {
  for (const [name, value] of Object.entries(drop)) if (!said(keep[name])) keep[name] = value;
  const has = ({ typeId: kind, value }: CrmItem['fm'][number]) =>
    keep.fm.some((one) => one.typeId === kind && one.value === value);
  keep.fm.push(...drop.fm.filter((one) => !has(one)));
  const [entity, { letter }] = Object.entries(ENTITIES).find(([, one]) => one.typeId === typeId) ?? [
    '',
    { letter: '' },
  ];
  for (const deal of [...state.items[2].values(), ...state.items[1].values()])
    if (deal[`${entity}Id`] === drop.id) deal[`${entity}Id`] = keep.id;
  for (const { bindings } of state.activities.values())
    for (const binding of bindings)
      if (binding.OWNER_TYPE_ID === typeId && binding.OWNER_ID === drop.id) binding.OWNER_ID = keep.id;
  for (const comment of state.comments)
    if (comment.ENTITY_TYPE === entity && comment.ENTITY_ID === drop.id) comment.ENTITY_ID = keep.id;
  for (const task of state.tasks.values())
    task.UF_CRM_TASK = (task.UF_CRM_TASK as string[]).map((link) =>
      link === `${letter}_${drop.id}` ? `${letter}_${keep.id}` : link,
    );
  for (const requisite of state.requisites.values())
    if (Number(requisite.ENTITY_TYPE_ID) === typeId && Number(requisite.ENTITY_ID) === drop.id)
      requisite.ENTITY_ID = keep.id;
  state.items[typeId].delete(drop.id);
}
