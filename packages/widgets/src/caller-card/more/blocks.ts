/** What the card shows of a customer, block by block; of each only where this agent and this host have it. */
import type { CardBlock, Deal, Order, Process, ProductLine, Task, ViewedProduct } from '@ringback/model';
import { fill, formatTime } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { dayText, moneyText } from '../../deal/money-text.ts';
import { webUrl } from '../../web-url.ts';
import type { AddToDeal } from './add-to-deal.ts';
import { Block } from './block.ts';
import { DealChoice } from './deal-choice.ts';
import { detailsBlock } from './details.ts';
import type { MoreMeans } from './means.ts';
import { moreWords } from './more.words.ts';
import { scriptBlock } from './script.ts';

/** How many of each are asked for: who needs more opens the record. */
const LIMIT = 10;

export interface BlockMeans extends MoreMeans {
  adding: AddToDeal;
}

type Make = (means: BlockMeans) => Block | undefined;
type Row = readonly [title: unknown, ...facts: unknown[]];

const words = ({ locale }: MoreMeans) => moreWords[locale()];
const about = ({ facts, call }: MoreMeans) => {
  const { party } = facts();
  return { callId: call().id, ...(party ? { system: party.system, partyId: party.id } : {}) };
};

function row([title, ...facts]: Row, after: unknown = nothing): TemplateResult {
  return html`<div class="record">
    <div class="record-text">
      ${title}
      <small
        >${facts.filter((fact) => fact !== undefined && fact !== '').map((fact) => html`<span>${fact}</span>`)}</small
      >
    </div>
    ${after}
  </div>`;
}

const opener = (means: MoreMeans, record: Parameters<MoreMeans['open']>[0]) =>
  html`<button class="link" type="button" @click=${() => means.open(record)}>
    <bdi>${record.title}</bdi>
  </button>`;

function dealsBlock(means: BlockMeans): Block<Deal> | undefined {
  const { backend, facts, locale, changed, failed } = means;
  const { party } = facts();
  if (!backend()?.deals || !party) return undefined;
  const choice = new DealChoice(means);
  const amount = ({ amount: sum }: Deal) => sum && moneyText(sum, locale());
  return new Block<Deal>({
    ...{ name: 'deals', eager: true, unfolds: true, changed, failed },
    gist: (deal) => [deal.title, amount(deal)].filter(Boolean).join(' · '),
    read: async () =>
      (await backend()?.deals?.list({ partyId: party.id, outcome: 'open', limit: LIMIT }))?.items ?? [],
    heard: (deals) => choice.heard(deals),
    frame: (records) => choice.frame(records, (radio, title) => row([title], radio)),
    item: (deal) => {
      const { system, id, title, url, stage, closesAt } = deal;
      const day = closesAt && dayText(closesAt, locale());
      return row(
        [opener(means, { kind: 'deal', system, id, title, url }), stage.name, amount(deal), day],
        choice.radio(id, title),
      );
    },
  });
}

function tasksBlock(means: BlockMeans): Block<Task> | undefined {
  const { backend, facts, locale, changed, failed } = means;
  const { party } = facts();
  if (!backend()?.tasks || !party) return undefined;
  const when = ({ dueAt }: Task) =>
    dueAt ? fill(words(means).due, { when: formatTime(dueAt, locale()) }) : words(means).noDate;
  return new Block<Task>({
    ...{ name: 'tasks', eager: true, changed, failed },
    gist: (task) => `${task.title} · ${when(task)}`,
    read: async () =>
      (await backend()?.tasks?.list({ partyId: party.id, states: ['open', 'in-progress'], limit: LIMIT }))
        ?.items ?? [],
    item: (task) => {
      const { system, id, title, url, dueAt, responsible } = task;
      const late = dueAt !== undefined && Date.parse(dueAt) < Date.now();
      const due = html`<span class=${late ? 'unknown' : ''}>${when(task)}</span>`;
      return row(
        [opener(means, { kind: 'task', system, id, title, url }), due, responsible?.name],
        taskDone(means, task),
      );
    },
  });
}

function taskDone({ backend, locale, failed, changed }: MoreMeans, task: Task): unknown {
  const { update } = backend()?.tasks ?? {};
  if (!update) return nothing;
  const done = (event: Event) => {
    const box = event.target as HTMLInputElement;
    // The event of the change takes it off the list; whatever did not work leaves it as it was.
    void update(task.id, { state: 'done', ifUnmodifiedSince: task.updatedAt })
      .catch((error: unknown) => {
        box.checked = false;
        failed(error);
      })
      .finally(changed);
  };
  return html`<input
    type="checkbox"
    aria-label=${fill(moreWords[locale()].done, { title: task.title })}
    @change=${done}
  />`;
}

function processesBlock(means: BlockMeans): Block<Process> | undefined {
  const { backend, facts, locale, changed, failed } = means;
  const { party } = facts();
  if (!backend()?.processes || !party) return undefined;
  return new Block<Process>({
    ...{ name: 'processes', eager: false, changed, failed },
    gist: ({ name, status }) => `${name} · ${status.name}`,
    read: async () =>
      (await backend()?.processes?.list({ partyId: party.id, open: 'true', limit: LIMIT }))?.items ?? [],
    item: ({ id, name, status, startedAt, responsible }) =>
      row([
        opener(means, { kind: 'process', system: 'local', id, title: name }),
        status.name,
        formatTime(startedAt, locale()),
        responsible?.name,
      ]),
  });
}

function ordersBlock(means: BlockMeans): Block<Order> | undefined {
  const { backend, locale, changed, failed } = means;
  if (!backend()?.shop?.orders) return undefined;
  const total = ({ total: sum }: Order) => sum && moneyText(sum, locale());
  return new Block<Order>({
    ...{ name: 'orders', eager: true, changed, failed },
    gist: (order) => [order.number, order.stateName, total(order)].filter(Boolean).join(' · '),
    read: async () => (await backend()?.shop?.orders({ ...about(means), limit: LIMIT }))?.items ?? [],
    item: (order) => {
      const { number, stateName, paid, createdAt, lines } = order;
      const url = webUrl(order.url);
      const title = url
        ? html`<a class="link" href=${url} target="_blank" rel="noopener noreferrer"><bdi>${number}</bdi></a>`
        : html`<bdi>${number}</bdi>`;
      const what = lines.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ');
      return row([
        title,
        stateName,
        total(order),
        paid ? words(means).paid : undefined,
        dayText(createdAt, locale()),
        what,
      ]);
    },
  });
}

/** A row of goods with what it costs, how many are left, and the way into a deal. */
function goods(means: BlockMeans, key: string, line: ProductLine, ...facts: unknown[]): TemplateResult {
  const { name, quantity, price, stock } = line;
  const url = webUrl(line.url);
  const title = url
    ? html`<a class="link" href=${url} target="_blank" rel="noopener noreferrer"><bdi>${name}</bdi></a>`
    : html`<bdi>${name}</bdi>`;
  const left =
    stock === undefined
      ? undefined
      : stock > 0
        ? fill(words(means).stock, { count: stock })
        : html`<span class="unknown">${words(means).outOfStock}</span>`;
  const cost = price && moneyText(price, means.locale());
  return html`${row([title, quantity > 1 ? `${quantity} ×` : undefined, cost, left, ...facts])}
  ${means.adding.button(key, [line])}`;
}

function cartBlock(means: BlockMeans): Block<ProductLine> | undefined {
  const { backend, changed, failed, locale, adding } = means;
  if (!backend()?.shop?.cart) return undefined;
  let url: string | undefined;
  let total: string | undefined;
  const block: Block<ProductLine> = new Block<ProductLine>({
    ...{ name: 'cart', eager: true, changed, failed },
    gist: ({ name }) => [name, total].filter(Boolean).join(' · '),
    async read() {
      const cart = await backend()?.shop?.cart?.(about(means));
      url = webUrl(cart?.url);
      total = cart?.total && moneyText(cart.total, locale());
      return cart?.lines ?? [];
    },
    frame: (records) =>
      html`${records}
        <div class="below">
          ${total} ${block.items.length > 1 ? adding.button('cart', block.items) : nothing}
          ${
            url
              ? html`<a class="link" href=${url} target="_blank" rel="noopener noreferrer"
                  >${words(means).toCart}</a
                >`
              : nothing
          }
        </div>`,
    item: (line) => goods(means, `cart-${line.sku ?? line.name}`, line),
  });
  return block;
}

function viewedBlock(means: BlockMeans): Block<ViewedProduct> | undefined {
  const { backend, changed, failed, locale } = means;
  if (!backend()?.shop?.viewed) return undefined;
  return new Block<ViewedProduct>({
    ...{ name: 'viewed', eager: false, changed, failed },
    gist: ({ product }) => product.name,
    read: async () => (await backend()?.shop?.viewed?.(about(means))) ?? [],
    item: ({ product, at }) =>
      goods(means, `viewed-${product.sku ?? product.name}`, product, at && formatTime(at, locale())),
  });
}

export const BLOCKS: Readonly<Record<CardBlock, Make>> = {
  script: scriptBlock,
  deals: dealsBlock,
  tasks: tasksBlock,
  orders: ordersBlock,
  cart: cartBlock,
  viewed: viewedBlock,
  processes: processesBlock,
  details: detailsBlock,
};

/** Which blocks what has happened may have changed. */
export const CHANGED_BY: Readonly<Record<string, readonly CardBlock[]>> = {
  'deal.created': ['deals'],
  'deal.updated': ['deals'],
  'task.created': ['tasks'],
  'task.updated': ['tasks'],
  'process.created': ['processes'],
  'process.updated': ['processes'],
  'party.updated': ['details'],
  'record.removed': ['deals', 'tasks'],
};
