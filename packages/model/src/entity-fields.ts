/** The fields of each entity as Ringback knows them, and the card that comes of them and the settings. */
import type { CrmSettings } from './crm-settings.ts';
import type { CardLayout, Entity, FieldSpec, FieldType } from './layout.ts';

/** `-` before the type: is shown and not written. */
const FIELDS: Record<Entity, Record<string, FieldType | `-${FieldType}`>> = {
  party: {
    name: 'text',
    kind: 'choice',
    nature: 'choice',
    phones: 'phones',
    email: 'email',
    organization: 'party',
    taxId: 'text',
    address: 'multiline',
    responsible: 'user',
    tags: 'tags',
  },
  deal: {
    title: 'text',
    party: '-party',
    stage: 'choice',
    probability: 'percent',
    amount: 'money',
    lines: 'lines',
    paid: 'boolean',
    closesAt: 'date',
    responsible: 'user',
    lostReason: 'choice',
    source: '-choice',
  },
  lead: {
    title: 'text',
    name: 'text',
    phones: '-phones',
    email: 'email',
    status: 'choice',
    source: 'choice',
    responsible: 'user',
    rejectReason: 'choice',
  },
  task: {
    title: 'text',
    kind: 'choice',
    state: 'choice',
    dueAt: 'time',
    remindAt: 'time',
    responsible: 'user',
    party: '-party',
    description: 'multiline',
  },
};

export interface LayoutFacts {
  settings: Pick<
    CrmSettings,
    'customFields' | 'layouts' | 'required' | 'segments' | 'sources' | 'lostReasons' | 'rejectReasons'
  >;
  partyKinds: readonly string[];
  /** Names of fields that the host takes no change of. */
  readOnly?: readonly string[];
}

/** What the card of an entity is drawn from. */
export function cardLayout(entity: Entity, facts: LayoutFacts): CardLayout {
  const { settings, readOnly = [] } = facts;
  const own = Object.entries(FIELDS[entity]).map(([key, written]): FieldSpec => {
    const type = written.replace('-', '') as FieldType;
    const options = optionsOf(entity, key, facts);
    const writable = !written.startsWith('-') && !readOnly.includes(key);
    return { key, type, writable, ...(options ? { options: options.map(asOption) } : {}) };
  });
  const custom = settings.customFields
    .filter((field) => field.entity === entity)
    .map(({ key, title, type, options }): FieldSpec => ({
      ...{ key: `custom.${key}`, title, type, writable: entity !== 'task' && !readOnly.includes('custom') },
      ...(type === 'choice' ? { options: options.map(asOption) } : {}),
    }));
  const layout = settings.layouts.find((one) => one.entity === entity);
  return {
    entity,
    groups: layout?.groups ?? [],
    hidden: layout?.hidden ?? [],
    fields: [...own, ...custom],
    required: settings.required.filter((rule) => rule.entity === entity),
  };
}

const asOption = (id: string) => ({ id, title: id });

function optionsOf(
  entity: Entity,
  key: string,
  { settings, partyKinds }: LayoutFacts,
): readonly string[] | undefined {
  if (key === 'tags') return settings.segments;
  if (key === 'source') return settings.sources;
  if (key === 'lostReason') return settings.lostReasons;
  if (key === 'rejectReason') return settings.rejectReasons;
  return entity === 'party' && key === 'kind' ? partyKinds : undefined;
}
