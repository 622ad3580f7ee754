/** What belongs to a customer, tab by tab; a part of its own, loaded when a tab is chosen. */
import type {
  Backend,
  Deal,
  Locale,
  Order,
  Party,
  Process,
  RecordChange,
  RingbackEvent,
  Task,
} from '@ringback/model';
import { fill, formatNumber, formatTime, type RecordKind } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { kindWords } from '../call/call-words.ts';
import { callWords } from '../call/call.words.ts';
import { moneyText } from '../deal/money-text.ts';
import { titleOf } from '../form/form-view.ts';
import { openRecord } from '../list/open-record.ts';
import { ShortList } from '../list/short-list.ts';
import { webUrl } from '../web-url.ts';
import { Attachments } from './attachments.ts';
import { Merging } from './merging.ts';
import { partyMoreWords } from './party-more.words.ts';
import type { PartyTab } from './party-tabs.ts';
import { Persons } from './persons.ts';
import { Shopping } from './shopping.ts';

export interface PartyMoreOptions {
  backend: () => Backend | undefined;
  party: () => Party | undefined;
  locale: () => Locale;
  openParty: (party: Party) => void;
  dial: (number: string) => void;
  saved: (party: Party) => void;
  say: (sentence: string) => void;
  failed: (error: unknown) => void;
}

type Listed = Pick<ShortList<unknown>, 'render' | 'refresh' | 'forget'>;
type Shown = Exclude<PartyTab, 'details' | 'people' | 'documents' | 'communications' | 'letters'>;
const PAGE = 20;

export class PartyMore {
  readonly #host: HTMLElement & { requestUpdate(): void };
  readonly #options: PartyMoreOptions;
  readonly #persons: Persons;
  readonly #attachments: Attachments;
  readonly #merging: Merging;
  readonly #shopping: Shopping;
  readonly #lists: Record<Shown, Listed>;
  /** Elements of their own that a tab shows, loaded when it is chosen. */
  readonly #elements = new Map<'communications' | 'letters', HTMLElement | 'failed'>();

  constructor(host: HTMLElement & { requestUpdate(): void }, options: PartyMoreOptions) {
    const { backend, party, locale, failed } = options;
    const changed = () => host.requestUpdate();
    this.#host = host;
    this.#options = options;
    this.#persons = new Persons({ ...options, changed });
    this.#attachments = new Attachments({ ...options, changed });
    this.#merging = new Merging({ ...options, changed });
    this.#shopping = new Shopping({ ...options, changed });
    const list = <T>(
      read: (query: {
        partyId: string;
        limit: number;
        cursor?: string;
      }) => Promise<{ items: T[]; next?: string | undefined }> | undefined,
      row: (record: T) => TemplateResult,
    ) =>
      new ShortList<T>({
        ...{ row, locale, changed, failed },
        read: async (cursor) => {
          const query = {
            partyId: party()?.id ?? '',
            limit: PAGE,
            ...(cursor === undefined ? {} : { cursor }),
          };
          return (await read(query)) ?? { items: [] };
        },
      });
    this.#lists = {
      deals: list(
        (query) => backend()?.deals?.list(query),
        (deal: Deal) => this.#dealView(deal),
      ),
      tasks: list(
        (query) => backend()?.tasks?.list(query),
        (task: Task) => this.#taskView(task),
      ),
      processes: list(
        (query) => backend()?.processes?.list(query),
        (one: Process) => this.#processView(one),
      ),
      orders: list(
        (query) => backend()?.shop?.orders(query),
        (order: Order) => this.#orderView(order),
      ),
      history: list(
        async ({ partyId }) => ({ items: (await backend()?.parties?.history?.(partyId)) ?? [] }),
        (change: RecordChange) => this.#changeView(change),
      ),
    };
  }

  /** Another customer. */
  forget(): void {
    for (const list of Object.values(this.#lists)) list.forget();
    for (const part of [this.#persons, this.#attachments, this.#merging, this.#shopping]) part.forget();
    this.#elements.clear();
  }

  hear(event: RingbackEvent): void {
    const shown = this.#options.party();
    const id = shown?.id;
    if (event.type === 'deal.created' || event.type === 'deal.updated') {
      if (event.data.deal.party?.id === id) this.#lists.deals.refresh();
    } else if (event.type === 'task.created' || event.type === 'task.updated') {
      if (event.data.task.partyId === id) this.#lists.tasks.refresh();
    } else if (event.type === 'record.removed') {
      this.#lists.deals.refresh();
      this.#lists.tasks.refresh();
    } else if (event.type === 'process.created' || event.type === 'process.updated') {
      if (event.data.process.partyId === id) this.#lists.processes.refresh();
    } else if (event.type === 'party.created' || event.type === 'party.updated') {
      const { party } = event.data;
      if (party.system !== shown?.system) return;
      if (party.id === id) this.#lists.history.refresh();
      if (party.organization?.id === id) this.#persons.refresh();
    }
  }

  findSame(): void {
    this.#merging.begin();
  }

  mergeView(): unknown {
    return this.#merging.render();
  }

  render(tab: PartyTab): unknown {
    const party = this.#options.party();
    if (!party) return nothing;
    if (tab === 'details') return nothing;
    if (tab === 'people') return this.#persons.render();
    if (tab === 'documents') return this.#attachments.render();
    if (tab === 'communications' || tab === 'letters') return this.#elementView(tab, party);
    const list = this.#lists[tab].render();
    return tab === 'orders' ? this.#shopping.render(list) : list;
  }

  /** Calls and letters have elements of their own; they get their ports from where the card has its. */
  #elementView(tab: 'communications' | 'letters', party: Party): unknown {
    const words = partyMoreWords[this.#options.locale()];
    const known = this.#elements.get(tab);
    if (known === 'failed')
      return html`<div class="message">
        <p>${words.noPart}</p>
        <button class="button" type="button" @click=${() => this.#again(tab)}>${words.tryAgain}</button>
      </div>`;
    if (known) return known;
    void this.#bring(tab, party);
    return html`<p role="status" class="muted" aria-busy="true">${words.loading}</p>`;
  }

  #again(tab: 'communications' | 'letters'): void {
    this.#elements.delete(tab);
    this.#host.requestUpdate();
  }

  async #bring(tab: 'communications' | 'letters', { id, email }: Party): Promise<void> {
    try {
      if (tab === 'communications') await import('../timeline/ringback-timeline.ts');
      else await import('../letters/ringback-letters.ts');
      if (this.#options.party()?.id !== id) return;
      const element = document.createElement(
        tab === 'communications' ? 'ringback-timeline' : 'ringback-letters',
      );
      element.setAttribute('party', id);
      if (tab === 'letters' && email) element.setAttribute('address', email);
      const { backend, phone } = this.#host as unknown as Record<'backend' | 'phone', unknown>;
      Object.assign(element, { backend, phone });
      this.#elements.set(tab, element);
    } catch (error) {
      this.#elements.set(tab, 'failed');
      this.#options.failed(error);
    }
    this.#host.requestUpdate();
  }

  #open(
    kind: RecordKind,
    record: { id: string; system?: string; url?: string | undefined },
    title: string,
  ): TemplateResult {
    const { id, system = this.#options.party()?.system ?? '', url } = record;
    const open = () => openRecord(this.#host, { kind, system, id, title, url });
    return html`<button class="link" type="button" data-open=${id} @click=${open}>
      <bdi>${title}</bdi>
    </button>`;
  }

  #dealView(deal: Deal): TemplateResult {
    const locale = this.#options.locale();
    return html`${this.#open('deal', deal, deal.title)} <span class="muted">${deal.stage.name}</span>
      <span class="muted">${deal.responsible?.name ?? nothing}</span>
      <span class="end figures">${deal.amount ? moneyText(deal.amount, locale) : nothing}</span>`;
  }

  #taskView(task: Task): TemplateResult {
    const locale = this.#options.locale();
    const words = partyMoreWords[locale];
    return html`${this.#open('task', task, task.title)} <span class="muted">${words[task.state]}</span>
      <span class="muted">${task.responsible?.name ?? nothing}</span>
      <span class="end figures">${task.dueAt ? formatTime(task.dueAt, locale) : nothing}</span>`;
  }

  #processView(process: Process): TemplateResult {
    const locale = this.#options.locale();
    return html`${this.#open('process', process, process.name)}
      <span class="muted">${process.status.name}</span>
      <span class="muted">${process.responsible?.name ?? nothing}</span>
      <span class="end figures">${formatTime(process.startedAt, locale)}</span>`;
  }

  #orderView({ number, stateName, total, createdAt, url, lines }: Order): TemplateResult {
    const locale = this.#options.locale();
    const words = partyMoreWords[locale];
    const address = webUrl(url);
    const name = fill(words.order, { number });
    return html`${
        address
          ? html`<a class="link" href=${address} target="_blank" rel="noopener noreferrer">${name}</a>`
          : html`<span>${name}</span>`
      }
      <span class="muted">${stateName}</span>
      <span class="muted"><bdi>${lines.map((line) => line.name).join(', ')}</bdi></span>
      <span class="end figures"
        >${total ? moneyText(total, locale) : nothing}
        <span class="muted">${formatTime(createdAt, locale)}</span></span
      >`;
  }

  #changeView({ at, by, field, old, new: next }: RecordChange): TemplateResult {
    const locale = this.#options.locale();
    const words = partyMoreWords[locale];
    const title =
      field in words
        ? words[field as 'main']
        : titleOf({ key: field, type: 'text', writable: false }, locale);
    return html`<span>${title}:</span>
      ${old === undefined || old === null ? nothing : html`<del><bdi>${this.#valueText(field, old)}</bdi></del>`}
      <span><bdi>${this.#valueText(field, next)}</bdi></span>
      <span class="end muted">${by?.name ?? words.program} · ${formatTime(at, locale)}</span>`;
  }

  /** Whatever an audit row holds, as people read it. */
  #valueText(field: string, value: unknown): string {
    const locale = this.#options.locale();
    if (value === undefined || value === null || value === '') return '—';
    if (typeof value === 'boolean') return partyMoreWords[locale][value ? 'yes' : 'no'];
    if (Array.isArray(value)) return value.map((one) => this.#valueText(field, one)).join(', ') || '—';
    if (typeof value === 'object') {
      const { name, ...others } = value as { name?: unknown };
      if (typeof name === 'string') return name;
      return Object.values(others)
        .filter((one) => typeof one === 'string')
        .join(', ');
    }
    const text = String(value);
    if (field === 'kind') return kindWords(text, callWords[locale]);
    return field === 'phones' ? formatNumber(text) : text;
  }
}
