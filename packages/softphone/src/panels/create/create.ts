import type { Party } from '@ringback/model';
import { buttonStyles, emit, fieldStyles, fill, type RecordKind, tieLead, tokens } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { isPages } from '../../softphone/kinds.ts';
import type { RingbackSoftphone } from '../../softphone/softphone.ts';
import { PanelElement, panelElementStyles } from '../panel-element.ts';
import { createWords } from './create.words.ts';

type Problem = 'missing' | 'invalid' | 'failed' | 'offline';

/**
 * A new record from anywhere: the page is asked first; a party and a lead that it does not make the bar can make itself, by a short form.
 * @summary "+". Part of `<ringback-softphone>`.
 */
export class SoftphoneCreate extends PanelElement {
  static override readonly styles = [tokens, buttonStyles, fieldStyles, panelElementStyles];

  @state() private form: 'party' | 'lead' | undefined;
  @state() private problem: Problem | undefined;
  @state() private saved: Pick<Party, 'name'> | undefined;
  @state() private busy = false;

  protected override render(): TemplateResult {
    const words = this.words(createWords);
    if (this.saved) return html`<p role="status">${fill(words.saved, { name: this.saved.name })}</p>`;
    if (this.form) return this.#renderForm(this.form);
    return html`<ul class="rows">
      ${this.context.kinds.map(
        (kind) =>
          html`<li>
            <button class="button quiet wide" part="kind" type="button" @click=${() => this.#ask(kind)}>
              ${words[kind]}
            </button>
          </li>`,
      )}
    </ul>`;
  }

  #renderForm(form: 'party' | 'lead'): TemplateResult {
    const words = this.words(createWords);
    const kinds = this.context.backend?.parties?.kinds ?? [];
    const { number = '', name = '' } = this.context.seed ?? {};
    const field = (key: 'name' | 'phone', type: string, value: string) =>
      html`<label
        ><span class="label">${words[key]}</span>
        <input
          class="field"
          name=${key}
          type=${type}
          maxlength=${key === 'name' ? 200 : 40}
          .value=${value}
          autocomplete="off"
        />
      </label>`;
    return html`<form
      class="rows"
      novalidate
      @submit=${this.#submit}
      @input=${() => (this.problem = undefined)}
    >
      ${field('name', 'text', name)}
      ${
        form === 'lead'
          ? html`<input type="hidden" name="kind" value="lead" />`
          : html`<label
              ><span class="label">${words.kind}</span>
              <select class="field" name="kind">
                ${kinds.map((kind) => html`<option value=${kind} ?selected=${kind === 'client'}>${this.#kindName(kind)}</option>`)}
              </select>
            </label>`
      }
      ${field('phone', 'tel', number)}
      <p class="wrong" role="alert">${this.problem ? words[this.problem] : nothing}</p>
      <div class="row">
        <button class="button primary" part="save" type="submit" aria-disabled=${String(this.busy)}>
          ${words.save}
        </button>
        <button class="button quiet" type="button" @click=${() => (this.form = undefined)}>
          ${words.back}
        </button>
      </div>
    </form>`;
  }

  /** Kinds are the firm's own list: what we have no word for stays as the firm wrote it. */
  #kindName(kind: string): string {
    const words: Record<string, string> = this.words(createWords);
    return Object.hasOwn(words, kind) ? words[kind]! : kind;
  }

  #ask(kind: RecordKind): void {
    const { host, seed, close } = this.context;
    const goOn = emit(host, 'ringback-record-create', { kind, ...seed }, { cancelable: true });
    const { parties, leads } = this.context.backend ?? {};
    const own = kind === 'party' ? parties : kind === 'lead' && (leads?.create ?? parties);
    if (!goOn || !own || isPages(host as RingbackSoftphone, kind)) return close();
    this.form = kind as 'party' | 'lead';
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
  }

  readonly #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const [name, kind, phone] = ['name', 'kind', 'phone'].map((key) => String(data.get(key) ?? '').trim());
    if (this.busy) return;
    if (!name || !phone || !kind) return void (this.problem = 'missing');
    const { backend, seed } = this.context;
    this.busy = true;
    try {
      if (this.form === 'lead' && backend?.leads?.create) {
        const lead = await backend.leads.create({ title: name, name, phones: [phone] });
        this.saved = lead;
        return await tieLead(backend, seed?.callId, lead);
      }
      const party = await backend!.parties!.create!({ name, kind, phones: [phone] });
      this.saved = party;
      // The call that it came from belongs to it from now on.
      if (seed?.callId)
        await backend!.calls.update(seed.callId, { party: { system: party.system, id: party.id } });
    } catch (error) {
      if (!this.saved) this.problem = problemOf(error);
    } finally {
      this.busy = false;
    }
  };
}

function problemOf(error: unknown): Problem {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === 'invalid') return 'invalid';
  return code === 'unavailable' || code === 'timeout' ? 'offline' : 'failed';
}
