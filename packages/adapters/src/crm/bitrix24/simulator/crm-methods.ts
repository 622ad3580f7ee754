/** `crm.*` of the simulated portal. */
import { fits, inOrder } from './filter.ts';
import { asList, asMap, type PhpMap, type PhpValue } from './php.ts';
import { mergeBatch } from './merge-batch.ts';
import { type CrmItem, type Methods, portalTime, type PortalState, Refused } from './state.ts';

const PAGE = 50;
const KINDS = { LEAD: 1, CONTACT: 3, COMPANY: 4 } as const;
type TypeId = 1 | 2 | 3 | 4;

/** As `crm.status.list` tells them: the first pipeline has no number, the second has. */
const STATUSES = [
  ...stages('DEAL_STAGE', '', [
    ['NEW', 'Нова', ''],
    ['PREPARATION', 'Підготовка', ''],
    ['WON', 'Успіх', 'S'],
    ['LOSE', 'Провал', 'F'],
  ]),
  ...stages('DEAL_STAGE_7', 'C7:', [
    ['NEW', 'Новий опт', ''],
    ['WON', 'Виграно', 'S'],
    ['LOSE', 'Програно', 'F'],
  ]),
  ...stages('STATUS', '', [
    ['NEW', 'Новий', ''],
    ['IN_PROCESS', 'В роботі', ''],
    ['CONVERTED', 'Якісний', 'S'],
    ['JUNK', 'Неякісний', 'F'],
  ]),
];

function stages(entity: string, prefix: string, rows: [string, string, string][]) {
  return rows.map(([id, name, semantics], index) => ({
    ID: String(index + 1),
    ENTITY_ID: entity,
    STATUS_ID: `${prefix}${id}`,
    NAME: name,
    SORT: String((index + 1) * 10),
    SEMANTICS: semantics === '' ? null : semantics,
  }));
}

const digits = (text: string) => text.replace(/\D/g, '');

export function crmMethods(state: PortalState): Methods {
  const typeOf = (params: PhpMap): TypeId => {
    const id = Number(params.entityTypeId);
    if (![1, 2, 3, 4].includes(id)) throw new Refused(400, 'NOT_FOUND', 'Smart process not found');
    return id as TypeId;
  };
  const itemOf = (params: PhpMap): CrmItem => {
    const item = state.items[typeOf(params)].get(Number(params.id));
    if (!item) throw new Refused(400, 'NOT_FOUND', 'Element not found');
    return item;
  };

  return {
    'crm.duplicate.findbycomm'({ type, values }) {
      const wanted = asList(values).slice(0, 20).map(String);
      if (type === undefined)
        throw new Refused(400, 'Communication type is not defined', "Parameter 'type' is required.");
      const same = (one: string) =>
        type === 'PHONE'
          ? wanted.some((other) => digits(other) === digits(one))
          : wanted.some((other) => other.toLowerCase() === one.toLowerCase());
      const found = Object.entries(KINDS).flatMap(([name, typeId]) => {
        const ids = [...state.items[typeId].values()]
          .filter(({ fm }) => fm.some((one) => one.typeId === type && same(one.value)))
          .map(({ id }) => id)
          .slice(0, 20);
        return ids.length === 0 ? [] : [[name, ids] as const];
      });
      // PHP writes an empty map as a list.
      return { result: found.length === 0 ? [] : Object.fromEntries(found) };
    },
    'crm.item.list'(params) {
      const { filter, order, select, start } = params;
      const rows = [...state.items[typeOf(params)].values()].filter((item) => fits(item, asMap(filter)));
      rows.sort(inOrder(asMap(order)));
      return paged(
        rows.map((row) => shown(row, asList(select))),
        start,
        (items) => ({ items }),
      );
    },
    'crm.item.get': (params) => ({ result: { item: shown(itemOf(params), ['*']) } }),
    'crm.item.add'(params) {
      const typeId = typeOf(params);
      const at = portalTime(state.now());
      const id = state.nextId();
      const item: CrmItem = {
        id,
        assignedById: 1,
        createdTime: at,
        updatedTime: at,
        fm: [],
        opportunity: 0,
        ...defaults(typeId),
      };
      state.items[typeId].set(id, item);
      assign(state, typeId, item, asMap(params.fields));
      if (typeId === 2) step(state, item);
      return { result: { item: shown(item, ['*']) } };
    },
    'crm.item.update'(params) {
      const item = itemOf(params);
      const before = item.stageId;
      assign(state, typeOf(params), item, asMap(params.fields));
      item.updatedTime = portalTime(state.now());
      if (item.stageId !== before && typeOf(params) === 2) step(state, item);
      return { result: { item: shown(item, ['*']) } };
    },
    'crm.entity.mergeBatch': ({ params }) => ({ result: mergeBatch(state, asMap(params)) }),
    'crm.item.fields': () => ({
      result: {
        fields: {
          id: { type: 'integer', isRequired: false, isReadOnly: true, title: 'ID', upperName: 'ID' },
          ufCrm_1700000000: {
            type: 'string',
            isRequired: false,
            isReadOnly: false,
            title: 'Знижка',
            upperName: 'UF_CRM_1700000000',
          },
          ufCrm_1700000001: {
            ...{
              type: 'enumeration',
              isRequired: true,
              isReadOnly: false,
              title: 'Сегмент',
              upperName: 'UF_CRM_1700000001',
            },
            items: [
              { ID: '41', VALUE: 'Опт' },
              { ID: '43', VALUE: 'Роздріб' },
            ],
          },
        },
      },
    }),
    'crm.category.list': () => ({
      result: {
        categories: [
          { id: 7, name: 'Опт', sort: 300, entityTypeId: 2, isDefault: 'N' },
          { id: 0, name: 'Загальна', sort: 200, entityTypeId: 2, isDefault: 'Y' },
        ],
      },
      total: 2,
    }),
    'crm.status.list': ({ filter }) => {
      const rows = STATUSES.filter((row) => fits(row, asMap(filter)));
      return { result: rows, total: rows.length };
    },
    'crm.stagehistory.list': ({ filter }) => ({
      result: {
        items: state.stageSteps
          .filter(({ OWNER_ID }) => OWNER_ID === Number(asMap(filter).OWNER_ID))
          .map((row) => ({ ...row, TYPE_ID: 1, CATEGORY_ID: 0, STAGE_SEMANTIC_ID: 'P' })),
      },
    }),
    'crm.timeline.comment.add'({ fields }) {
      const { ENTITY_ID, ENTITY_TYPE, COMMENT } = asMap(fields);
      const ID = state.nextId();
      state.comments.push({
        ID,
        ENTITY_ID: Number(ENTITY_ID),
        ENTITY_TYPE: String(ENTITY_TYPE),
        COMMENT: String(COMMENT),
      });
      return { result: ID };
    },
    'crm.timeline.comment.list'({ filter }) {
      const rows = state.comments.filter((row) => fits(row, asMap(filter))).reverse();
      return paged(
        rows.map((row) => ({ ...row, ID: String(row.ID) })),
        0,
        (items) => items,
      );
    },
  };
}

/** Fifty rows; `-1` counts nothing and says nothing of a next page. */
export function paged<T>(rows: T[], start: PhpValue | undefined, wrap: (items: T[]) => unknown) {
  const from = Math.max(0, Number(start ?? 0));
  const result = wrap(rows.slice(from, from + PAGE));
  if (Number(start) === -1) return { result };
  return { result, total: rows.length, ...(rows.length > from + PAGE ? { next: from + PAGE } : {}) };
}

/** Multifields come with `*` alone. */
function shown({ fm, ...item }: CrmItem, select: PhpValue[]): Record<string, unknown> {
  if (select.length === 0 || select.includes('*')) return { ...item, fm };
  return Object.fromEntries(select.map((name) => [String(name), item[String(name)] ?? null]));
}

function defaults(typeId: TypeId): Record<string, unknown> {
  if (typeId === 2) return { stageId: 'NEW', categoryId: 0, currencyId: 'UAH', stageSemanticId: 'P' };
  return typeId === 1 ? { stageId: 'NEW', stageSemanticId: 'P' } : {};
}

function assign(state: PortalState, typeId: TypeId, item: CrmItem, { fm, ...fields }: PhpMap): void {
  for (const [name, value] of Object.entries(fields)) {
    item[name] = ['assignedById', 'contactId', 'companyId', 'leadId', 'categoryId', 'opportunity'].includes(
      name,
    )
      ? Number(value)
      : value;
  }
  for (const one of Object.values(asMap(fm))) {
    const { id, typeId: kind, valueType, value } = asMap(one);
    const known = item.fm.find((field) => field.id === Number(id));
    if (known) known.value = String(value);
    else
      item.fm.push({
        id: state.nextId(),
        typeId: String(kind),
        valueType: String(valueType),
        value: String(value),
      });
  }
  if (typeId === 1 || typeId === 2) {
    const status = STATUSES.find(
      ({ STATUS_ID, ENTITY_ID }) => STATUS_ID === item.stageId && (typeId === 1) === (ENTITY_ID === 'STATUS'),
    );
    item.stageSemanticId = status?.SEMANTICS ?? 'P';
  }
}

function step(state: PortalState, item: CrmItem): void {
  state.stageSteps.push({
    ID: state.nextId(),
    OWNER_ID: item.id,
    STAGE_ID: String(item.stageId),
    CREATED_TIME: portalTime(state.now()),
  });
}
