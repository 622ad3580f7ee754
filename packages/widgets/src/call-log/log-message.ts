/** The form under a missed call in which its caller is written to. */
import type { Locale } from '@ringback/model';
import { addStyles, type RingbackElement } from '@ringback/ui';
import { css, html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { Drafts } from '../form/drafts.ts';
import { logMessageWords } from './log-message.words.ts';
import type { LogRow } from './log-row.ts';

/** More is in no message; how much fits says the PBX, which counts Cyrillic double. */
const LONGEST = 612;

const styles = css`
  .write {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
  }
  .write label {
    flex: 1 1 24ch;
  }
  .write textarea {
    inline-size: 100%;
    resize: vertical;
  }
`;

export interface LogMessageOptions {
  host: RingbackElement;
  locale: () => Locale;
  /** Whether it has left; where it has not, it was said why. */
  send: (row: LogRow, text: string) => Promise<boolean>;
  /** It has left: the form may close. */
  sent: (row: LogRow) => void;
}

export class LogMessage {
  readonly #options: LogMessageOptions;
  /** What is being written, by row: a form leaves the page when its row does, or when another one is opened. */
  readonly #drafts: Drafts;
  /** Rows whose message is on its way. */
  readonly #leaving = new Set<string>();

  constructor(options: LogMessageOptions) {
    this.#options = options;
    this.#drafts = new Drafts(options.host, 'message');
    addStyles(options.host, styles);
  }

  render(row: LogRow): TemplateResult {
    const words = logMessageWords[this.#options.locale()];
    const leaving = this.#leaving.has(row.id);
    const type = (event: InputEvent) => this.#drafts.set(row.id, (event.target as HTMLTextAreaElement).value);
    return html`<form
      class="write"
      part="write"
      @submit=${(event: SubmitEvent) => void this.#submit(row, event)}
    >
      <label
        ><span class="label">${words.text}</span
        ><textarea
          class="field"
          name="message"
          rows="2"
          required
          maxlength=${LONGEST}
          ?readonly=${leaving}
          .value=${live(this.#drafts.get(row.id))}
          @input=${type}
        ></textarea>
      </label>
      <button class="button" type="submit" aria-disabled=${String(leaving)}>${words.send}</button>
    </form>`;
  }

  /** What was typed stays until it has left; a second click while it leaves is none. */
  async #submit(row: LogRow, event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { host, send, sent } = this.#options;
    const form = event.target as HTMLFormElement;
    const text = this.#drafts.get(row.id).trim();
    if (text === '' || this.#leaving.has(row.id)) return;
    this.#leaving.add(row.id);
    host.requestUpdate();
    const left = await send(row, text);
    this.#leaving.delete(row.id);
    host.requestUpdate();
    if (left) {
      this.#drafts.set(row.id, '');
      sent(row);
    } else if (form.contains(host.shadowRoot!.activeElement)) form.querySelector('textarea')!.focus();
  }
}
