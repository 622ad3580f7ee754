import type {
  Process,
  ProcessDefinition,
  ProcessQuery,
  ProcessSubject,
  RingbackEvent,
} from '@ringback/model';
import { emit, fill, formatTime, icon, plusIcon, type RecordCreateDetail } from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { inlineChoice } from '../list/inline-choice.ts';
import { inlineChoiceStyles } from '../list/inline-choice.styles.ts';
import { openRecord } from '../list/open-record.ts';
import { People } from '../list/people.ts';
import { reachActions } from '../list/reach.ts';
import {
  type ListAction,
  type ListFilter,
  type ListQuestion,
  RecordListElement,
} from '../list/record-list.ts';
import type { ListColumn } from '../list/table-view.ts';
import { processesStyles } from './processes.styles.ts';
import { processesWords } from './processes.words.ts';
import { StartProcess, type Subject } from './start-process.ts';

type Inside = { what: 'process'; id: string } | { what: 'editor' };

/**
 * @summary Processes that run: which, about what, in which status; started, opened and led on from here.
 *
 * While it is shown in a page, however far down, it answers every `ringback-record-create` for a process that the page does not answer itself.
 *
 * @attr {'party' | 'deal' | 'lead' | 'order'} subject-kind - With `subject-id`: only processes about this.
 * @attr {string} subject-id - With `subject-kind`: only processes about this.
 * @attr {string} subject-title - How that is called, for those who start one.
 * @attr {string} page - Names the host page: each page has saved views of its own.
 *
 * @event {CustomEvent<RecordCreateDetail>} ringback-record-create - "Start a process" was clicked; cancelable: else a form opens.
 * @event {CustomEvent<RecordOpenDetail>} ringback-record-open - A process was clicked; cancelable: else its card opens in place of the list.
 * @event {CustomEvent<NumberDialDetail>} ringback-number-dial - The call button was clicked; cancelable: else the phone dials.
 * @event {CustomEvent<LetterWriteDetail>} ringback-letter-write - The letter button was clicked; cancelable: else the mail program opens.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the element says it in words.
 *
 * @csspart list - The whole element.
 * @csspart toolbar - Search, filters, views, columns.
 * @csspart row - One process.
 * @csspart start - Form that starts one.
 * @csspart message - Sentence of the empty, error and signed-out states.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 * @cssproperty --ringback-list-size - Height that the list may have at most; 60vh when absent.
 */
export class RingbackProcesses extends RecordListElement<Process> {
  static override styles = [...RecordListElement.styles, inlineChoiceStyles, processesStyles];

  static override properties: PropertyDeclarations = {
    subjectKind: { attribute: 'subject-kind' },
    subjectId: { attribute: 'subject-id' },
    subjectTitle: { attribute: 'subject-title' },
  };

  declare subjectKind: ProcessSubject | undefined;
  declare subjectId: string | undefined;
  declare subjectTitle: string | undefined;

  /** Card or editor in place of the list. */
  #inside: Inside | undefined;
  #definitions: readonly ProcessDefinition[] = [];
  #definitionsOf: unknown;
  readonly #people = new People(
    () => this.backend,
    (error) => this.report(error),
  );
  readonly #start = new StartProcess({
    backend: () => this.backend,
    changed: () => this.requestUpdate(),
    failed: (error) => this.report(error),
    started: (process) => {
      this.pages.put(process, { add: true });
      void this.#goInside({ what: 'process', id: process.id });
    },
  });

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('ringback-record-create', this.#answer);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('ringback-record-create', this.#answer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.hasUpdated && (changed.has('subjectKind') || changed.has('subjectId'))) this.askAnew();
  }

  protected listName() {
    return 'processes' as const;
  }

  protected initialColumns(): readonly string[] {
    return ['name', 'subject', 'status', 'responsible', 'started'];
  }

  protected override initialFilters(): Readonly<Record<string, string>> {
    return { which: 'running' };
  }

  protected present(): boolean {
    return this.backend?.processes !== undefined;
  }

  protected get sentences(): { region: string; empty: string } {
    const { region, empty } = this.words(processesWords);
    return { region, empty };
  }

  protected nameOf(process: Process): string {
    return process.name;
  }

  protected async read({ filters, words, cursor, limit }: ListQuestion) {
    await Promise.all([this.#people.load(), this.#readDefinitions()]);
    const { which, definition, status, person } = filters;
    const responsibleId = person === 'me' ? this.#people.mine : person;
    const [definitionOfStatus, statusId] = status?.split('/') ?? [];
    const definitionId = definition ?? definitionOfStatus;
    const query: ProcessQuery = {
      ...{ limit, ...this.#scope() },
      ...(cursor === undefined ? {} : { cursor }),
      ...(definitionId === undefined ? {} : { definitionId }),
      ...(statusId === undefined ? {} : { statusId }),
      ...(responsibleId === undefined ? {} : { responsibleId }),
      ...(which === undefined ? {} : { open: which === 'running' ? 'true' : 'false' }),
      ...(words === undefined ? {} : { words }),
    };
    return this.backend!.processes!.list(query);
  }

  protected hear(event: RingbackEvent): void {
    if (event.type === 'process.updated') this.pages.put(event.data.process);
    if (event.type === 'process.created') {
      const { process } = event.data;
      const { subjectKind = process.subject.kind, subjectId = process.subject.id } = this;
      const fits = process.subject.kind === subjectKind && process.subject.id === subjectId;
      this.pages.put(process, { add: fits && !this.view.filtered });
    }
  }

  protected columns(): readonly ListColumn<Process>[] {
    const words = this.words(processesWords);
    return [
      { key: 'name', title: words.name, cell: ({ name }) => html`<bdi>${name}</bdi>`, lead: true },
      {
        key: 'subject',
        title: words.subject,
        cell: ({ subject: { kind, id, title } }) => html`${words[kind]}: <bdi>${title ?? id}</bdi>`,
        narrow: true,
        grow: 2,
      },
      { key: 'status', title: words.status, cell: ({ status }) => status.name, narrow: true },
      {
        key: 'responsible',
        title: words.responsible,
        cell: (process) => this.#responsibleCell(process),
      },
      {
        key: 'started',
        title: words.started,
        cell: ({ startedAt }) => formatTime(startedAt, this.locale),
        end: true,
      },
    ];
  }

  protected override filters(): readonly ListFilter[] {
    const words = this.words(processesWords);
    const chosen = this.view.shape.filters.definition;
    const shown = this.#definitions.filter(({ id }) => chosen === undefined || id === chosen);
    const named = (definition: ProcessDefinition, status: string) =>
      shown.length === 1 ? status : `${definition.name}: ${status}`;
    return [
      {
        key: 'which',
        title: words.which,
        options: (['running', 'ended'] as const).map((id) => ({ id, title: words[id] })),
      },
      {
        key: 'definition',
        title: words.what,
        options: this.#definitions.map(({ id, name }) => ({ id, title: name })),
      },
      {
        key: 'status',
        title: words.status,
        options: shown.flatMap((definition) =>
          definition.statuses.map(({ id, name }) => ({
            id: `${definition.id}/${id}`,
            title: named(definition, name),
          })),
        ),
      },
      { key: 'person', title: words.responsible, options: this.#people.choices },
    ];
  }

  protected override actions(): readonly ListAction<Process>[] {
    const { backend, phone, locale } = this;
    const whom = ({ subject: { kind, id, title } }: Process) =>
      kind === 'party' ? { id, name: title ?? id } : undefined;
    return reachActions({ element: this, backend, phone, locale, whom });
  }

  protected override tools(): unknown {
    const words = this.words(processesWords);
    const { start, saveDefinition } = this.backend?.processes ?? {};
    return html`${
      start
        ? html`<button class="button primary" type="button" data-start @click=${() => this.#ask()}>
            ${icon(plusIcon)}<span>${words.start}</span>
          </button>`
        : nothing
    }
    ${
      saveDefinition
        ? html`<button
            class="button"
            type="button"
            data-editor
            @click=${() => void this.#goInside({ what: 'editor' })}
          >
            ${words.edit}
          </button>`
        : nothing
    }`;
  }

  protected override open = (process: Process): void => {
    const { id, name: title } = process;
    openRecord(this, { kind: 'process', system: 'local', id, title }, () =>
      this.#goInside({ what: 'process', id }),
    );
  };

  protected override forget(): void {
    this.#inside = undefined;
    this.#start.close();
    super.forget();
  }

  protected override render(): TemplateResult {
    const inside = this.#inside;
    if (!inside) return super.render();
    const { backend, phone } = this;
    return html`<div class="list">
      <button class="button back" type="button" data-back @click=${() => this.#goBack()}>
        ${this.words(processesWords).back}
      </button>
      ${
        inside.what === 'editor'
          ? html`<ringback-process-editor .backend=${backend} .phone=${phone}></ringback-process-editor>`
          : html`<ringback-process
              .backend=${backend}
              .phone=${phone}
              .processId=${inside.id}
            ></ringback-process>`
      }
    </div>`;
  }

  protected override body(): TemplateResult {
    const { status } = this.backend?.state ?? {};
    return html`${this.#start.isOpen && status !== 'signed-out' ? this.#start.render(this.words(processesWords)) : nothing}
    ${super.body()}`;
  }

  #responsibleCell(process: Process): unknown {
    const words = this.words(processesWords);
    const { id = '', name = words.nobody } = process.responsible ?? {};
    const people = this.#people.choices;
    const { update } = this.backend?.processes ?? {};
    if (!update || people.length === 0 || process.endedAt !== undefined) return name;
    const unknown = people.some((one) => one.id === id) ? [] : [{ id, title: name }];
    return inlineChoice({
      label: fill(words.responsibleOf, { what: [process.name, process.subject.title].join(' ') }),
      value: id,
      options: [...unknown, ...people],
      change: (responsibleId) => void this.attempt(process, () => this.#give(process, responsibleId)),
      action: 'responsible',
    });
  }

  /** What another has changed meanwhile stands in the row, with the sentence that says so. */
  async #give({ id, version }: Process, responsibleId: string): Promise<void> {
    try {
      this.pages.put(await this.backend!.processes!.update!(id, { responsibleId, ifVersion: version }));
    } catch (error) {
      const { current } = error as { current?: Process };
      if (current) this.pages.put(current);
      throw error;
    }
  }

  #scope(): Pick<ProcessQuery, 'subjectKind' | 'subjectId'> {
    const { subjectKind, subjectId } = this;
    return subjectKind && subjectId ? { subjectKind, subjectId } : {};
  }

  get #subject(): Subject | undefined {
    const { subjectKind: kind, subjectId: id, subjectTitle: title } = this;
    return kind && id ? { kind, id, title: title ?? id } : undefined;
  }

  #ask(): void {
    const { kind, id, title: name } = this.#subject ?? {};
    const links =
      kind === 'party'
        ? { partyId: id }
        : kind === 'deal'
          ? { dealId: id }
          : kind === 'lead'
            ? { leadId: id }
            : {};
    const detail = {
      kind: 'process',
      ...links,
      ...(name === undefined ? {} : { name }),
    } as RecordCreateDetail;
    emit(this, 'ringback-record-create', detail, { cancelable: true });
  }

  #answer = (event: Event): void => {
    const { detail } = event as CustomEvent<RecordCreateDetail>;
    if (detail.kind !== 'process' || event.defaultPrevented || !this.backend?.processes?.start) return;
    // What the page hides shows no form.
    if (!this.checkVisibility()) return;
    event.preventDefault();
    const own = event.target === this || event.composedPath()[0] === this;
    void this.#begin(own ? this.#subject : subjectOf(detail));
  };

  async #begin(subject: Subject | undefined): Promise<void> {
    this.#inside = undefined;
    // A firm may have made another one since.
    this.#definitionsOf = undefined;
    await this.#readDefinitions();
    this.#start.open(this.#definitions, subject);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.start :is(select, input)')?.focus();
  }

  async #readDefinitions(): Promise<void> {
    const processes = this.backend?.processes;
    if (this.#definitionsOf === processes) return;
    this.#definitionsOf = processes;
    try {
      this.#definitions = (await processes?.definitions()) ?? [];
    } catch (error) {
      this.#definitionsOf = undefined;
      this.report(error);
    }
    this.requestUpdate();
  }

  async #goInside(where: Inside): Promise<void> {
    try {
      await (where.what === 'editor'
        ? import('../process-editor/ringback-process-editor.ts')
        : import('../process/ringback-process.ts'));
      this.#inside = where;
    } catch (error) {
      this.report(error);
    }
    this.requestUpdate();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[data-back]')?.focus();
  }

  async #goBack(): Promise<void> {
    this.#inside = undefined;
    this.#definitionsOf = undefined;
    void this.#readDefinitions();
    this.requestUpdate();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[data-scroller]')?.focus();
  }
}

/** The nearest that is named: a deal is more than its customer. */
function subjectOf({ dealId, leadId, partyId, name }: RecordCreateDetail): Subject | undefined {
  const [kind, id] = dealId ? ['deal', dealId] : leadId ? ['lead', leadId] : ['party', partyId];
  return id === undefined ? undefined : { kind: kind as ProcessSubject, id, title: name ?? id };
}
