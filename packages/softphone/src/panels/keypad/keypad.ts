import { buttonStyles, tokens } from '@ringback/ui';
import { html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { PanelElement, panelElementStyles } from '../panel-element.ts';
import { keypadStyles } from './keypad.styles.ts';
import { keypadWords } from './keypad.words.ts';
import { readTones } from './tones.ts';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** @summary Twelve keys for a voice menu at the far side: by pointer, by typing, by paste. Part of `<ringback-softphone>`. */
export class SoftphoneKeypad extends PanelElement {
  static override readonly styles = [tokens, buttonStyles, panelElementStyles, keypadStyles];

  @state() private sent = '';

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('paste', this.#pasted);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('paste', this.#pasted);
  }

  protected override render(): TemplateResult {
    const words = this.words(keypadWords);
    return html`<div
        class="keypad"
        part="keypad"
        role="group"
        aria-label=${this.context.label('keypad')}
        @keydown=${this.#typed}
      >
        ${KEYS.map((key) => html`<button class="button key" part="key" type="button" @click=${() => this.#send(key)}>${key}</button>`)}
      </div>
      <output class="tones" aria-label=${words.tones}>${this.sent}</output>
      <p class="hint">${words.hint}</p>`;
  }

  readonly #typed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !KEYS.some((key) => key === event.key)) return;
    event.preventDefault();
    this.#send(event.key);
  };

  /** Only while the focus is among the keys: elsewhere a paste belongs to the page. */
  readonly #pasted = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain');
    if (!text || !event.composedPath().includes(this)) return;
    event.preventDefault();
    this.#send(readTones(text));
  };

  #send(tones: string): void {
    const { call, phone, run } = this.context;
    if (!call || !tones) return;
    this.sent += tones;
    void run(() => phone?.sendDtmf(call.id, tones), call.id);
  }
}
