import type { ColleaguePresence } from '@ringback/model';
import { buttonStyles, fieldStyles, skeletonStyles, tokens } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { PanelElement, panelElementStyles } from '../panel-element.ts';
import { transferStyles } from './transfer.styles.ts';
import { transferWords } from './transfer.words.ts';

type Presence = 'free' | 'busy' | 'offline' | 'away' | 'do-not-disturb';

/** @summary Passes a call on: at once, or after a word with whoever shall take it. Part of `<ringback-softphone>`. */
export class SoftphoneTransfer extends PanelElement {
  static override readonly styles = [
    tokens,
    buttonStyles,
    fieldStyles,
    skeletonStyles,
    panelElementStyles,
    transferStyles,
  ];

  @state() private target = '';
  /** Chosen from the list: his extension is dialled, his name is shown. */
  @state() private chosen: ColleaguePresence | undefined;
  @state() private missing = false;
  @state() private colleagues: readonly ColleaguePresence[] | 'loading' | 'failed' = 'loading';

  protected override firstUpdated(): void {
    void this.#load();
  }

  protected override render(): TemplateResult {
    const words = this.words(transferWords);
    const { phone } = this.context;
    return html`<form class="rows" novalidate @submit=${this.#submit}>
        <input
          class="field"
          type="text"
          autocomplete="off"
          spellcheck="false"
          maxlength="80"
          placeholder=${words.target}
          aria-label=${words.target}
          aria-invalid=${String(this.missing)}
          aria-describedby="problem"
          .value=${this.chosen?.name ?? this.target}
          @input=${this.#typed}
        />
        <span class="wrong" id="problem" role="alert">${this.missing ? words.missing : nothing}</span>
        <div class="row">
          ${
            phone?.consult
              ? html`<button class="button primary grow" name="consult" part="consult" type="submit">
                  ${words.ask}
                </button>`
              : nothing
          }
          <button class="button grow" name="transfer" part="transfer" type="submit">${words.now}</button>
        </div>
      </form>
      ${this.context.backend?.colleagues ? this.#renderColleagues() : nothing}`;
  }

  #renderColleagues(): TemplateResult {
    const words = this.words(transferWords);
    const { colleagues } = this;
    if (colleagues === 'failed') return html`<p class="hint">${words.failed}</p>`;
    if (colleagues === 'loading') return html`<span class="skeleton"></span><span class="skeleton"></span>`;
    const wanted = this.chosen ? '' : this.target.toLocaleLowerCase();
    const found = colleagues.filter(
      ({ name, extension }) => name.toLocaleLowerCase().includes(wanted) || extension.startsWith(wanted),
    );
    // A number that is nobody's extension is no wrong name.
    if (found.length === 0) return html`<p class="hint">${/\d/.test(wanted) ? nothing : words.none}</p>`;
    return html`<ul class="rows" aria-label=${words.colleagues}>
      ${found.map((one) => this.#renderColleague(one))}
    </ul>`;
  }

  #renderColleague(one: ColleaguePresence): TemplateResult {
    const presence = presenceOf(one);
    return html`<li>
      <button
        class="button quiet wide"
        part="colleague"
        type="button"
        aria-pressed=${String(this.chosen?.id === one.id)}
        @click=${() => this.#choose(one)}
      >
        <span class="dot ${presence}"></span>
        <span class="grow cut"><bdi>${one.name}</bdi></span>
        <span class="hint">${this.words(transferWords)[presence]} · ${one.extension}</span>
      </button>
    </li>`;
  }

  #choose(one: ColleaguePresence): void {
    this.chosen = one;
    this.missing = false;
    // What is done with him stands above the list: Enter goes on there.
    this.renderRoot.querySelector<HTMLElement>('[type=submit]')?.focus();
  }

  readonly #typed = (event: Event): void => {
    this.target = (event.target as HTMLInputElement).value;
    this.chosen = undefined;
    this.missing = false;
  };

  readonly #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const target = this.chosen?.extension ?? this.target.trim();
    const { call, phone, run, close } = this.context;
    if (!call) return close();
    if (!/\d/.test(target)) return void (this.missing = true);
    // Enter means the first button that is there.
    const how =
      (event.submitter as HTMLButtonElement | null)?.name ?? (phone?.consult ? 'consult' : 'transfer');
    const passed = await run(
      () => (how === 'consult' ? phone?.consult?.(call.id, target) : phone?.transfer?.(call.id, target)),
      call.id,
    );
    if (passed) close();
  };

  async #load(): Promise<void> {
    try {
      const all = (await this.context.backend?.colleagues?.list()) ?? [];
      const self = this.context.phone?.state.agent?.id;
      // Whoever can take it now comes first.
      this.colleagues = all
        .filter(({ id }) => id !== self)
        .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
    } catch {
      this.colleagues = 'failed';
    }
  }
}

function presenceOf({ online, busy, status }: ColleaguePresence): Presence {
  if (!online) return 'offline';
  if (status !== 'available') return status;
  return busy ? 'busy' : 'free';
}

const ORDER: readonly Presence[] = ['free', 'busy', 'away', 'do-not-disturb', 'offline'];
const rank = (one: ColleaguePresence): number => ORDER.indexOf(presenceOf(one));
