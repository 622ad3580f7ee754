/** Sample deals, leads, tasks, letters and the like: plenty, and the same every time. */
import {
  type CallRoute,
  type CardLayout,
  CLAIM_PROCESS,
  type CrmSettings,
  type Deal,
  DEFAULT_CRM_SETTINGS,
  DEFAULT_LEAD_STATUSES,
  DEFAULT_PIPELINES,
  type DirectoryEntry,
  type Entity,
  type Lead,
  type LeadChange,
  type Letter,
  type Order,
  type Party,
  type Process,
  type ProcessDefinition,
  type ProductLine,
  type SavedView,
  type Stage,
  type StageChange,
  type Task,
  type TimelineEntry,
  type UserChoice,
} from '@ringback/model';
import { AGENTS, CALL_WAYS, FIXTURE_NOW, PARTIES } from '../fixtures.ts';
import { layoutOf } from './layout.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const at = (ms: number): string => new Date(FIXTURE_NOW + ms).toISOString();
const pick = <T>(all: readonly T[], index: number): T => all[index % all.length] as T;
const range = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

export interface FakeCrmData {
  settings: CrmSettings;
  users: UserChoice[];
  deals: Deal[];
  steps: StageChange[];
  leads: Lead[];
  leadSteps: LeadChange[];
  tasks: Task[];
  definitions: ProcessDefinition[];
  processes: Process[];
  timeline: TimelineEntry[];
  orders: Order[];
  products: ProductLine[];
  letters: Letter[];
  views: SavedView[];
  layouts: Record<Entity, CardLayout>;
  directory: Record<string, DirectoryEntry>;
  /** Ways of calls by their ids; others have none kept. */
  ways: Record<string, CallRoute>;
}

const USERS: UserChoice[] = Object.values(AGENTS).map(({ id, name, extension }) => ({
  ...{ id, name, extension, agentId: id },
}));
const responsible = (index: number) => {
  const { id, name } = pick(USERS, index);
  return { id, name };
};

const GOODS: ProductLine[] = [
  ['tea-01', 'Чай зелений «Карпатський», 100 г', 145],
  ['tea-02', 'Чай чорний «Гуцульський», 250 г', 260],
  ['tea-03', 'Іван-чай ферментований, 75 г', 98],
  ['pot-01', 'Чайник скляний, 800 мл', 690],
  ['pot-02', 'Чайник глиняний ручної роботи', 1450],
  ['cup-01', 'Набір чашок, 6 шт.', 820],
  ['honey-1', 'Мед акацієвий, 400 г', 210],
  ['box-01', 'Подарункова коробка', 75],
].map(([sku, name, amount], index) => ({
  ...{ productId: `product-${index + 1}`, sku: String(sku), name: String(name), quantity: 1 },
  price: { amount: Number(amount), currency: 'UAH' },
  stock: (index * 7) % 20,
}));

const PEOPLE: Party[] = Object.values(PARTIES);
const DEAL_NAMES = [
  'Чай для офісу',
  'Подарунки до свят',
  'Постачання на місяць',
  'Посуд для кав’ярні',
  'Мед гуртом',
];
const [SALES] = DEFAULT_PIPELINES;
const STAGES = (SALES?.stages ?? []) as Stage[];
const PROBABILITY: Record<string, number> = { new: 20, offer: 50, payment: 80, won: 100, lost: 0 };

function dealAt(index: number): Deal {
  const party = pick(PEOPLE, index);
  const stage = pick(STAGES, index);
  const lines = [pick(GOODS, index), pick(GOODS, index + 3)].map((product, row) => ({
    ...{ productId: product.productId, sku: product.sku, name: product.name, price: product.price },
    quantity: 1 + ((index + row) % 5),
  })) as ProductLine[];
  const amount = lines.reduce((sum, line) => sum + line.quantity * (line.price?.amount ?? 0), 0);
  return {
    ...{ system: 'local', id: `deal-${index + 1}`, title: `${pick(DEAL_NAMES, index)} № ${index + 1}` },
    pipeline: { id: 'sales', name: 'Sales' },
    stage,
    amount: { amount, currency: 'UAH' },
    lines,
    probability: PROBABILITY[stage.id] ?? 0,
    paid: stage.outcome === 'won',
    party: { id: party.id, name: party.name },
    responsible: responsible(index),
    closesAt: at((index - 20) * DAY),
    ...(stage.outcome === 'lost' ? { lostReason: 'too expensive' } : {}),
    source: pick(DEFAULT_CRM_SETTINGS.sources, index),
    createdAt: at(-(index + 1) * 7 * 60 * MINUTE),
    updatedAt: at(-(index + 1) * 90 * MINUTE),
  };
}

function stepsOf(deal: Deal): StageChange[] {
  const last = STAGES.findIndex(({ id }) => id === deal.stage.id);
  const passed = STAGES.slice(0, last + 1).filter(
    ({ outcome, id }) => outcome === 'open' || id === deal.stage.id,
  );
  return passed.map((stage, index) => ({
    ...{ dealId: deal.id, stage },
    at: new Date(Date.parse(deal.createdAt) + index * 3 * 60 * MINUTE).toISOString(),
  }));
}

const NAMES = ['Іван Франко', 'Леся Косач', 'Ольга Кобилянська', 'Михайло Коцюбинський', 'Марко Вовчок'];

function leadAt(index: number): Lead {
  const status = pick(DEFAULT_LEAD_STATUSES, index % 5 === 4 ? 3 : index % 3);
  const name = pick(NAMES, index);
  return {
    ...{ system: 'local', id: `lead-${index + 1}`, title: `Звернення ${index + 1}`, name, status },
    phones: [`+38067${String(2000000 + index)}`],
    email: `lead${index + 1}@example.com`,
    source: pick(DEFAULT_CRM_SETTINGS.sources, index),
    ...(index % 4 === 0 ? {} : { responsible: responsible(index) }),
    ...(status.outcome === 'rejected' ? { rejectReason: 'no interest' } : {}),
    ...(status.outcome === 'converted' ? { party: { id: PARTIES.taras.id, name: PARTIES.taras.name } } : {}),
    touchedAt: at(-index * 9 * 60 * MINUTE),
    createdAt: at(-(index + 1) * 11 * 60 * MINUTE),
    updatedAt: at(-index * 9 * 60 * MINUTE),
  };
}

/** Taken after some hours, answered after some more, and ended a day later. */
function leadStepsOf({ id, status, responsible: owner, createdAt }: Lead, index: number): LeadChange[] {
  const first = DEFAULT_LEAD_STATUSES[0]!;
  const after = (hours: number) => new Date(Date.parse(createdAt) + hours * 60 * MINUTE).toISOString();
  const soon = 0.5 + (index % 5);
  return [
    { leadId: id, status: first, at: createdAt },
    ...(owner ? [{ leadId: id, status: first, responsible: owner, at: after(soon) }] : []),
    ...(status.id === first.id
      ? []
      : [{ leadId: id, status, ...(owner ? { responsible: owner } : {}), at: after(soon + 3) }]),
  ];
}

const TASK_TITLES = ['Передзвонити', 'Надіслати рахунок', 'Зустріч у крамниці', 'Уточнити адресу доставки'];
const TASK_KIND = ['call', 'letter', 'meeting', 'other'] as const;

function taskAt(index: number): Task {
  const party = pick(PEOPLE, index);
  const dueAt = at((index - 30) * 9 * 60 * MINUTE);
  const done = index % 7 === 3;
  return {
    ...{ system: 'local', id: `task-${index + 1}`, title: `${pick(TASK_TITLES, index)}: ${party.name}` },
    ...{ description: '', kind: pick(TASK_KIND, index), state: done ? 'done' : 'open' },
    ...(index % 11 === 10 ? {} : { dueAt }),
    responsible: responsible(index),
    partyId: party.id,
    partyName: party.name,
    ...(index % 3 === 0 ? { dealId: `deal-${index + 1}` } : {}),
    createdAt: at(-60 * DAY),
    updatedAt: at(-DAY),
  };
}

const ENTRY_KINDS = [
  'call',
  'mail',
  'note',
  'meeting',
  'site-request',
  'order',
  'visit',
  'message',
  'call',
] as const;

function entryAt(index: number): TimelineEntry {
  const kind = pick(ENTRY_KINDS, index);
  const party = pick(PEOPLE, index);
  const call =
    kind === 'call'
      ? {
          direction: index % 2 ? 'in' : 'out',
          durationSeconds: index * 13,
          number: party.phones[0],
        }
      : {};
  return {
    ...{ system: 'local', id: `entry-${index + 1}`, kind, at: at(-(index + 1) * 95 * MINUTE) },
    title: `${kind} ${index + 1}`,
    text: index % 4 === 0 ? 'Просила передзвонити щодо доставки у Львів.' : '',
    author: pick(USERS, index).name,
    partyId: party.id,
    ...(index % 5 === 0 ? { dealId: `deal-${(index % 60) + 1}` } : {}),
    ...call,
  } as TimelineEntry;
}

function letterAt(index: number): Letter {
  const out = index % 2 === 0;
  const theirs = PARTIES.oksana.email ?? 'oksana@example.com';
  return {
    ...{ system: 'local', id: `letter-${index + 1}`, direction: out ? 'out' : 'in' },
    from: out ? 'crm@tea.example' : theirs,
    to: [out ? theirs : 'crm@tea.example'],
    subject: `${out ? '' : 'Re: '}Замовлення ${Math.floor(index / 2) + 1}`,
    text: 'Доброго дня! Надсилаємо умови доставки.',
    at: at(-(index + 1) * 260 * MINUTE),
    partyId: PARTIES.oksana.id,
    threadId: `thread-${Math.floor(index / 2) + 1}`,
  } as Letter;
}

function orderAt(index: number): Order {
  const line = { ...pick(GOODS, index), quantity: 1 + (index % 3) };
  return {
    ...{ system: 'local', id: `order-${index + 1}`, number: String(1042 + index) },
    ...{
      state: pick(['new', 'in-progress', 'delivered', 'cancelled'] as const, index),
      stateName: 'Прийнято',
    },
    total: { amount: line.quantity * (line.price?.amount ?? 0), currency: 'UAH' },
    paid: index % 2 === 0,
    partyId: pick(PEOPLE, index).id,
    lines: [line],
    createdAt: at(-(index + 1) * 3 * DAY),
    updatedAt: at(-(index + 1) * 2 * DAY),
  };
}

/** A copy of its own each time: a fake writes into it. */
export function fakeCrmData(): FakeCrmData {
  const deals = range(60, dealAt);
  const leads = range(40, leadAt);
  return {
    settings: structuredClone(DEFAULT_CRM_SETTINGS),
    users: structuredClone(USERS),
    deals,
    steps: deals.flatMap(stepsOf),
    leads,
    leadSteps: leads.flatMap(leadStepsOf),
    tasks: range(90, taskAt),
    definitions: [structuredClone(CLAIM_PROCESS)],
    processes: [],
    timeline: range(300, entryAt),
    orders: range(24, orderAt),
    products: structuredClone(GOODS),
    letters: range(30, letterAt),
    views: [],
    layouts: {
      party: layoutOf('party', DEFAULT_CRM_SETTINGS),
      deal: layoutOf('deal', DEFAULT_CRM_SETTINGS),
      lead: layoutOf('lead', DEFAULT_CRM_SETTINGS),
      task: layoutOf('task', DEFAULT_CRM_SETTINGS),
    },
    directory: {
      '+380443339900': {
        ...{ name: 'ТОВ «Світанок»', phones: ['+380443339900'], address: 'Київ, вул. Хрещатик, 1' },
        ...{ taxId: '12345678', source: 'Жовті сторінки', sourceUrl: 'https://yellow.example/firm/1' },
      },
    },
    ways: structuredClone(CALL_WAYS),
  };
}
