/** A simulated amoCRM account: what it keeps, and how people change it. */
export type Row = Record<string, unknown> & { id: number };
export type Kind = 'contacts' | 'companies' | 'leads' | 'tasks' | 'users';
export type Notes = 'contacts' | 'companies' | 'leads';

export interface Note extends Row {
  entity_id: number;
  note_type: string;
  created_at: number;
  params: Record<string, unknown>;
}

export interface SimulatedAccount {
  rows: Record<Kind, Map<number, Row>>;
  notes: (Note & { kind: Notes })[];
  events: Row[];
  unsorted: Map<string, Record<string, unknown>>;
  announced: { phone: string; users: number[] }[];
  webhooks: { id: number; destination: string; settings: string[] }[];
  /** contact or company → leads */
  links: { kind: 'contacts' | 'companies'; id: number; lead: number }[];
  nextId(): number;
  seconds(): number;
  insert(kind: Kind, given: Record<string, unknown>): Row;
}

export function createSimulatedAccount(now: () => Date): SimulatedAccount {
  let ids = 1_000_000;
  const map = () => new Map<number, Row>();
  const account: SimulatedAccount = {
    rows: { contacts: map(), companies: map(), leads: map(), tasks: map(), users: map() },
    ...{ notes: [], events: [], unsorted: new Map(), announced: [], links: [] },
    webhooks: [{ id: 1, destination: 'https://other.example/hook', settings: ['add_lead'] }],
    nextId: () => (ids += 1),
    seconds: () => Math.floor(now().getTime() / 1000),
    insert(kind, given) {
      const time = account.seconds();
      const row: Row = {
        ...defaultsOf(kind),
        created_at: time,
        updated_at: time,
        account_id: 1,
        ...given,
        id: account.nextId(),
      };
      account.rows[kind].set(row.id, row);
      return row;
    },
  };
  account.rows.users.set(1, {
    id: 1,
    name: 'Олена Бондар',
    email: 'olena@firm.example',
    rights: { is_active: true },
  });
  account.rows.users.set(2, {
    id: 2,
    name: 'Звільнений',
    email: 'gone@firm.example',
    rights: { is_active: false },
  });
  return account;
}

function defaultsOf(kind: Kind): Record<string, unknown> {
  const common = { responsible_user_id: 1, is_deleted: false, custom_fields_values: null };
  if (kind === 'leads')
    return { ...common, name: '', price: 0, status_id: STATUSES[1], pipeline_id: PIPELINE, closed_at: null };
  if (kind === 'tasks')
    return {
      responsible_user_id: 1,
      is_completed: false,
      task_type_id: 1,
      text: '',
      entity_id: 0,
      entity_type: null,
    };
  return { ...common, name: '', first_name: '', last_name: '' };
}

export const PIPELINE = 3100;
/** Incoming, first contact, offer; won and lost are the same everywhere. */
export const STATUSES = [31001, 31002, 31003] as const;

export const PIPELINES = [
  {
    ...{
      id: PIPELINE,
      name: 'Воронка',
      sort: 1,
      is_main: true,
      is_unsorted_on: true,
      is_archive: false,
      account_id: 1,
    },
    _embedded: {
      statuses: [
        {
          id: STATUSES[0],
          name: 'Неразобранное',
          sort: 10,
          is_editable: false,
          pipeline_id: PIPELINE,
          color: '#c1c1c1',
          type: 1,
        },
        {
          id: STATUSES[1],
          name: 'Первичный контакт',
          sort: 20,
          is_editable: true,
          pipeline_id: PIPELINE,
          color: '#99ccff',
          type: 0,
        },
        {
          id: STATUSES[2],
          name: 'Переговоры',
          sort: 30,
          is_editable: true,
          pipeline_id: PIPELINE,
          color: '#ffff99',
          type: 0,
        },
        {
          id: 142,
          name: 'Успешно реализовано',
          sort: 10_000,
          is_editable: false,
          pipeline_id: PIPELINE,
          color: '#CCFF66',
          type: 0,
        },
        {
          id: 143,
          name: 'Закрыто и не реализовано',
          sort: 11_000,
          is_editable: false,
          pipeline_id: PIPELINE,
          color: '#D5D8DB',
          type: 0,
        },
      ],
    },
  },
];
