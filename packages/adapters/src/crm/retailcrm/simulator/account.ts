/** A simulated retailCRM account: what it keeps, and how people change it. */
export type Row = Record<string, unknown> & { id: number };

export interface Uploaded extends Record<string, unknown> {
  externalId: string;
  phone: string;
}

export interface SimulatedAccount {
  customers: Map<number, Row>;
  orders: Map<number, Row>;
  tasks: Map<number, Row>;
  notes: Map<number, Row & { text: string; customer: { id: number } }>;
  users: Map<number, Row>;
  history: (Row & { customer: { id: number; site: string } })[];
  /** By their `externalId`. */
  calls: Map<string, Uploaded>;
  events: Record<string, unknown>[];
  carts: Map<number, Record<string, unknown>>;
  modules: Map<string, Record<string, unknown>>;
  nextId(): number;
  /** `2026-11-24 09:00:00`: the account's zone is UTC. */
  time(): string;
  addCustomer(given: Record<string, unknown>): Row;
  changed(customerId: number, what: Record<string, unknown>): void;
}

export const SITE = 'shop';

export const STATUSES = {
  new: { name: 'Новый', code: 'new', active: true, ordering: 10, group: 'new' },
  assembling: { name: 'Комплектуется', code: 'assembling', active: true, ordering: 20, group: 'assembling' },
  complete: { name: 'Выполнен', code: 'complete', active: true, ordering: 30, group: 'complete' },
  'cancel-other': { name: 'Отменен', code: 'cancel-other', active: true, ordering: 40, group: 'cancel' },
};

export function createSimulatedAccount(now: () => Date): SimulatedAccount {
  let ids = 5000;
  const time = () => now().toISOString().slice(0, 19).replace('T', ' ');
  const account: SimulatedAccount = {
    ...{
      customers: new Map(),
      orders: new Map(),
      tasks: new Map(),
      notes: new Map(),
      history: [],
      calls: new Map(),
      events: [],
    },
    ...{ carts: new Map(), modules: new Map() },
    users: new Map([
      [
        1,
        {
          id: 1,
          firstName: 'Олена',
          lastName: 'Бондар',
          email: 'olena@firm.example',
          active: true,
          status: 'free',
          code: '101',
        },
      ],
      [
        2,
        {
          id: 2,
          firstName: 'Пішла',
          lastName: 'Давно',
          email: 'gone@firm.example',
          active: false,
          status: 'break',
        },
      ],
    ]),
    nextId: () => (ids += 1),
    time,
    addCustomer(given) {
      const row: Row = {
        ...{
          type: 'customer',
          isContact: false,
          createdAt: time(),
          vip: false,
          bad: false,
          site: SITE,
          tags: [],
          customFields: [],
        },
        ...{ marginSumm: 0, totalSumm: 0, averageSumm: 0, ordersCount: 0, phones: [], email: '' },
        ...given,
        id: account.nextId(),
      };
      account.customers.set(row.id, row);
      account.changed(row.id, { created: true, field: 'id', oldValue: null, newValue: row.id });
      return row;
    },
    changed(customerId, what) {
      account.history.push({
        ...{
          id: account.nextId(),
          createdAt: time(),
          source: 'user',
          customer: { id: customerId, site: SITE },
        },
        ...what,
      });
    },
  };
  return account;
}
