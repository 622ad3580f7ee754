/** Tasks and users of the simulated portal. */
import { paged } from './crm-methods.ts';
import { fits, inOrder } from './filter.ts';
import { asList, asMap, type PhpMap } from './php.ts';
import { type Methods, portalTime, type PortalState, Refused } from './state.ts';

const USERS = [
  {
    ID: '1',
    ACTIVE: true,
    NAME: 'Олена',
    LAST_NAME: 'Бондар',
    EMAIL: 'olena@example.com',
    UF_PHONE_INNER: '101',
  },
  {
    ID: '5',
    ACTIVE: true,
    NAME: 'Андрій',
    LAST_NAME: 'Лис',
    EMAIL: 'andriy@example.com',
    UF_PHONE_INNER: '102',
  },
  { ID: '9', ACTIVE: false, NAME: 'Колишній', LAST_NAME: null, EMAIL: '', UF_PHONE_INNER: null },
];

/** Steps of a task, each with a method of its own. */
const STEPS = { complete: 5, start: 3, renew: 2, defer: 6 } as const;

export function otherMethods(state: PortalState): Methods {
  const taskOf = (id: unknown) => {
    const task = state.tasks.get(Number(id));
    if (!task) throw new Refused(400, 'ERROR_CORE', 'Task not found or not accessible');
    return task;
  };
  const steps = Object.entries(STEPS).map(([name, status]) => [
    `tasks.task.${name}`,
    ({ taskId }: PhpMap) => {
      Object.assign(taskOf(taskId), { STATUS: status, CHANGED_DATE: portalTime(state.now()) });
      return { result: { task: shown(taskOf(taskId)) } };
    },
  ]);
  return {
    profile() {
      const user = USERS.find(({ ID }) => ID === String(state.askedBy));
      if (!user) throw new Refused(401, 'NO_AUTH_FOUND', 'Wrong authorization data');
      const { ID, NAME, LAST_NAME } = user;
      return { result: { ID, ADMIN: ID === '1', NAME, LAST_NAME, PERSONAL_GENDER: '', TIME_ZONE: '' } };
    },
    'app.info'() {
      if (!state.askedFrom)
        throw new Refused(400, 'ACCESS_DENIED', 'Access denied! Application context required');
      return {
        result: {
          ...{
            ...state.askedFrom,
            VERSION: 1,
            STATUS: 'L',
            INSTALLED: true,
            PAYMENT_EXPIRED: 'N',
            DAYS: null,
          },
          ...{ LANGUAGE_ID: 'ua', LICENSE: 'ua_std', LICENSE_TYPE: 'std', LICENSE_FAMILY: 'std' },
        },
      };
    },
    scope: () => ({ result: state.scopes }),
    'user.get': ({ start }) => paged(USERS, start, (rows) => rows),
    'tasks.task.add'({ fields }) {
      const given = asMap(fields);
      for (const name of ['TITLE', 'RESPONSIBLE_ID']) {
        if (!given[name]) throw new Refused(400, 'ERROR_CORE', `${name} is not set`);
      }
      const ID = state.nextId();
      const at = portalTime(state.now());
      const { DEADLINE, ...rest } = given;
      const due = DEADLINE === undefined ? null : portalTime(new Date(String(DEADLINE)));
      const task = { ...rest, ID, STATUS: 2, CREATED_DATE: at, CHANGED_DATE: at, DEADLINE: due };
      state.tasks.set(ID, { ...task, UF_CRM_TASK: asList(given.UF_CRM_TASK).map(String) });
      return { result: { task: shown(taskOf(ID)) } };
    },
    'tasks.task.get': ({ taskId }) => ({
      result: { task: state.tasks.has(Number(taskId)) ? shown(taskOf(taskId)) : [] },
    }),
    'tasks.task.update'({ taskId, fields }) {
      Object.assign(taskOf(taskId), asMap(fields), { CHANGED_DATE: portalTime(state.now()) });
      return { result: { task: shown(taskOf(taskId)) } };
    },
    'tasks.task.list'({ filter, order, start }) {
      const rows = [...state.tasks.values()].filter((task) =>
        fits({ ...task, REAL_STATUS: task.STATUS }, asMap(filter)),
      );
      // MySQL puts what is NULL first.
      rows.sort(inOrder(asMap(order)));
      return paged(rows.map(shown), start, (tasks) => ({ tasks }));
    },
    ...Object.fromEntries(steps),
  };
}

/** Small first letters, and texts for everything that is no list. */
function shown(task: Record<string, unknown>): Record<string, unknown> {
  const camel = (name: string) =>
    name.toLowerCase().replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    Object.entries(task).map(([name, value]) => [
      camel(name),
      Array.isArray(value) || value === null ? value : String(value),
    ]),
  );
}
