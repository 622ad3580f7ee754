import type { Task } from '@ringback/model';
import {
  buttonStyles,
  emit,
  fieldStyles,
  fill,
  icon,
  makersOf,
  type RecordCreateDetail,
  type RecordKind,
  type RecordOpenDetail,
  RingbackElement,
  tokens,
  xIcon,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { TaskSavedDetail } from '../events.ts';
import { dialogStyles } from '../form/dialog.styles.ts';
import { formStyles } from '../form/form.styles.ts';
import { WindowKeeper } from '../form/window-keeper.ts';
import { linkStyles } from '../link.styles.ts';
import type { RingbackTaskForm } from '../task-form/task-form.ts';
import { recordWindowStyles } from './record-window.styles.ts';
import { recordWindowWords } from './record-window.words.ts';
import type { CreatePart, OpenPart, PartMeans, WindowPart } from './window-part.ts';

/** `ringback-record-created`: a record was made in the window. */
export interface RecordCreatedDetail {
  kind: RecordKind;
  id: string;
  title: string;
}

declare module '@ringback/ui/emit' {
  interface RingbackEventMap {
    'ringback-record-created': RecordCreatedDetail;
  }
}

const CREATE: Partial<Record<RecordKind, () => Promise<{ createPart: CreatePart }>>> = {
  deal: () => import('./deal-part.ts'),
  party: () => import('./party-part.ts'),
  lead: () => import('./lead-part.ts'),
  process: () => import('./process-part.ts'),
  communication: () => import('./communication-part.ts'),
};
const OPEN: Partial<Record<RecordKind, () => Promise<{ openPart: OpenPart }>>> = {
  deal: () => import('./deal-part.ts'),
  process: () => import('./process-part.ts'),
};

/**
 * @summary Window in which a record is made from another one, tied to it, or in which a deal, task or process is opened.
 *
 * Empty until it is asked for. The caller card brings one along where the page has none.
 *
 * @attr {boolean} everywhere - Answers every `ringback-record-create` and `ringback-record-open` that the page does not answer itself.
 *
 * @event {CustomEvent<RecordCreatedDetail>} ringback-record-created - A record was made.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the window says it in words.
 *
 * @csspart dialog - The window.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 */
export class RingbackRecordWindow extends RingbackElement {
  static override styles = [
    ...[tokens, buttonStyles, fieldStyles, linkStyles, formStyles],
    ...[dialogStyles, recordWindowStyles],
  ];

  static override properties: PropertyDeclarations = { everywhere: { type: Boolean } };

  declare everywhere: boolean;

  #shown: { title: string; name: string | undefined } | undefined;
  #part: WindowPart | undefined;
  #failure: string | undefined;
  #asksToLeave = false;
  #typed = false;
  #turn = 0;
  #hasTaskForm = false;
  readonly #window = new WindowKeeper(this, () => this.#close());

  constructor() {
    super();
    this.everywhere = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('ringback-record-create', this.#answer);
    window.addEventListener('ringback-record-open', this.#answer);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('ringback-record-create', this.#answer);
    window.removeEventListener('ringback-record-open', this.#answer);
    this.#part?.dispose?.();
  }

  /** Whether it has a form for such a record, and this person may make one. */
  #makes(kind: RecordKind): boolean {
    return (kind === 'task' || kind in CREATE) && makersOf(this.backend)[kind] !== undefined;
  }

  /** Opens the form of a new record, tied to what is named. */
  async create(detail: RecordCreateDetail): Promise<void> {
    const { kind, ...links } = detail;
    if (kind === 'task') return this.#task((form) => form.create(links));
    await this.#show(kind as 'deal', detail.name, async () => {
      const load = CREATE[kind];
      return load && (await load()).createPart(detail, this.#means());
    });
  }

  /** Shows a record that is there. */
  async open(detail: RecordOpenDetail): Promise<void> {
    const { kind, id } = detail;
    if (kind === 'task') {
      let task: Task | undefined;
      try {
        task = await this.backend?.tasks?.get(id);
      } catch (error) {
        this.#report(error);
      }
      return task ? this.#task((form) => form.edit(task)) : undefined;
    }
    await this.#show(`open-${kind as 'deal'}`, undefined, async () => {
      const load = OPEN[kind];
      return load && (await load()).openPart(detail, this.#means());
    });
  }

  protected override render(): TemplateResult {
    const words = this.words(recordWindowWords);
    const { title = '', name } = this.#shown ?? {};
    return html`<dialog part="dialog" aria-label=${title} @cancel=${this.#cancelled} @input=${this.#typing}>
        <header>
          <h2>${title}</h2>
          <button
            class="button quiet icon-only"
            type="button"
            aria-label=${words.close}
            title=${words.close}
            @click=${() => this.#leave()}
          >
            ${icon(xIcon)}
          </button>
        </header>
        ${name === undefined ? nothing : html`<p class="of"><bdi>${fill(words.of, { name })}</bdi></p>`}
        ${this.#asksToLeave ? this.#leaveView() : nothing}
        ${
          this.#failure === undefined
            ? (this.#part?.view() ?? html`<p role="status">${words.loading}</p>`)
            : html`<p role="alert" class="field-error">${fill(words.failed, { why: this.#failure })}</p>`
        }
      </dialog>
      ${
        this.#hasTaskForm
          ? html`<ringback-task-form
              .backend=${this.backend}
              .phone=${this.phone}
              @ringback-task-saved=${this.#taskSaved}
            ></ringback-task-form>`
          : nothing
      }`;
  }

  #leaveView(): TemplateResult {
    const words = this.words(recordWindowWords);
    const goOn = () => {
      this.#asksToLeave = false;
      this.requestUpdate();
    };
    return html`<div class="note" role="alert">
      <p>${words.leave}</p>
      <div class="buttons">
        <button class="button" type="button" data-discard @click=${() => this.#close()}>
          ${words.discard}
        </button>
        <button class="button primary" type="button" @click=${goOn}>${words.goOn}</button>
      </div>
    </div>`;
  }

  #means(): PartMeans {
    return {
      backend: () => this.backend,
      phone: () => this.phone,
      locale: () => this.locale,
      changed: () => this.requestUpdate(),
      failed: (error) => this.#report(error),
      close: () => this.#close(),
      leave: () => this.#leave(),
      created: (record, { waits } = { waits: false }) => {
        this.#typed = false;
        if (!waits) this.#close();
        emit(this, 'ringback-record-created', record);
      },
    };
  }

  async #show(
    title: 'deal' | 'open-deal',
    name: string | undefined,
    load: () => Promise<WindowPart | undefined>,
  ): Promise<void> {
    // The card that is shown asks by itself what becomes of what was typed in it.
    if (this.#part?.mayLeave?.() === false) return;
    const turn = (this.#turn += 1);
    this.#part?.dispose?.();
    this.#part = this.#failure = undefined;
    this.#asksToLeave = this.#typed = false;
    this.#shown = { title: this.words(recordWindowWords)[title], name };
    this.requestUpdate();
    await this.updateComplete;
    this.#window.show();
    try {
      const part = await load();
      if (turn !== this.#turn) return part?.dispose?.();
      this.#part = part;
    } catch (error) {
      this.#failure = (error as Error).message;
      this.#report(error);
    }
    this.requestUpdate();
    await this.updateComplete;
    if (this.#dialog && turn === this.#turn) this.#part?.begin?.(this.#dialog);
    await this.#part?.ready;
    await this.updateComplete;
    if (turn === this.#turn)
      this.#dialog?.querySelector<HTMLElement>('form :is(input, select, textarea)')?.focus();
  }

  async #task(begin: (form: RingbackTaskForm) => void): Promise<void> {
    try {
      await import('../task-form/ringback-task-form.ts');
    } catch (error) {
      return this.#report(error);
    }
    this.#hasTaskForm = true;
    this.requestUpdate();
    await this.updateComplete;
    begin(this.renderRoot.querySelector('ringback-task-form')!);
  }

  #taskSaved = ({ detail: { task } }: CustomEvent<TaskSavedDetail>): void => {
    emit(this, 'ringback-record-created', { kind: 'task', id: task.id, title: task.title });
  };

  #answer = (event: Event): void => {
    // What its own deal asks for is asked of it; notes that card writes itself.
    const inside = event.composedPath().includes(this);
    if (!(this.everywhere || inside) || event.defaultPrevented) return;
    const { detail, type } = event as CustomEvent<RecordCreateDetail & RecordOpenDetail>;
    const creates = type === 'ringback-record-create';
    if (inside && detail.kind === 'communication') return;
    // A list of leads has the same form, and shows the new one at once.
    if (detail.kind === 'lead' && (event.composedPath()[0] as Element).localName === 'ringback-leads') return;
    if (creates ? !this.#makes(detail.kind) : !(detail.kind === 'task' || detail.kind in OPEN)) return;
    event.preventDefault();
    void (creates ? this.create(detail) : this.open(detail));
  };

  #typing = (): void => void (this.#typed = true);

  #cancelled = (event: Event): void => {
    if (event.target !== this.#dialog) return;
    event.preventDefault();
    this.#leave();
  };

  #leave(): void {
    const { mayLeave } = this.#part ?? {};
    // The deal's card asks by itself, with its own form at hand.
    if (mayLeave ? mayLeave() : !this.#typed) return this.#close();
    this.#asksToLeave = !mayLeave;
    this.requestUpdate();
  }

  #close(): void {
    this.#turn += 1;
    this.#dialog?.close();
    this.#part?.dispose?.();
    this.#part = this.#shown = undefined;
    this.#asksToLeave = this.#typed = false;
    this.requestUpdate();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  #report(error: unknown): void {
    const { code = 'bug', message } = error as { code?: 'bug'; message?: string };
    emit(this, 'ringback-error', { code, message: message ?? String(error) });
  }
}
