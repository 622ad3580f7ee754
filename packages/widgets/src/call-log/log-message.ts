/** The form under a missed call in which its caller is written to. */
import type { Locale } from '@ringback/model';
import { addStyles } from '@ringback/ui';
import { css, html, type LitElement, type TemplateResult } from 'lit';
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
  host: LitElement;
  locale: () => Locale;
  /** Resolves when it has left, or when it was said why it has not. */
  send: (row: LogRow, text: string) => Promise<void>;
}

export class LogMessage {
  readonly #options: LogMessageOptions;

  constructor(options: LogMessageOptions) {
    this.#options = options;
    addStyles(options.host, styles);
  }

  render(row: LogRow): TemplateResult {
    const words = logMessageWords[this.#options.locale()];
    return html`<form
      class="write"
      part="write"
      @submit=${(event: SubmitEvent) => void this.#submit(row, event)}
    >
      <label
        ><span class="label">${words.text}</span
        ><textarea class="field" name="message" rows="2" required maxlength=${LONGEST}></textarea>
      </label>
      <button class="button" type="submit">${words.send}</button>
    </form>`;
  }

  /** What was typed stays until it has left; a second click while it leaves is none. */
  async #submit(row: LogRow, event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const button = form.querySelector('button')!;
    const text = String(new FormData(form).get('message') ?? '').trim();
    if (text === '' || button.disabled) return;
    button.disabled = true;
    await this.#options.send(row, text);
    button.disabled = false;
  }
}
