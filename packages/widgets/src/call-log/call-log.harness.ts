import type { Locale } from '@ringback/model';
import { createFakeBackend, createFakePhone, type FakeBackend, type FakePhone } from '@ringback/testing';
import { fixture, html, waitUntil } from '@open-wc/testing';
import '@ringback/ui/ringback-provider.js';
import type { RingbackCallLog } from './call-log.ts';
import './ringback-call-log.ts';

export interface Scene {
  phone?: FakePhone | undefined;
  backend?: FakeBackend | undefined;
  locale?: Locale;
  /** Width of the place it stands in, in px. */
  width?: number;
}

/** What the agent sees in the log and does with it. */
export class LogHarness {
  readonly element: RingbackCallLog;

  constructor(element: RingbackCallLog) {
    this.element = element;
  }

  /** Resolves when the first page has come, or the sentence that stands in its place. */
  static async open(scene: Scene = {}): Promise<LogHarness> {
    const log = await LogHarness.begin(scene);
    await waitUntil(() => !log.loading, 'The log is still loading.');
    return log;
  }

  static async begin({ phone, backend, locale = 'en', width = 900 }: Scene): Promise<LogHarness> {
    const provider = await fixture<HTMLElement>(
      html`<ringback-provider .phone=${phone} .backend=${backend} .locale=${locale}>
        <ringback-call-log></ringback-call-log>
      </ringback-provider>`,
    );
    const element = provider.querySelector('ringback-call-log')!;
    element.style.setProperty('width', `${width}px`);
    const log = new LogHarness(element);
    await log.drawn();
    return log;
  }

  /** A phone and a backend with the sample log, unless the test says otherwise. */
  static scene(more: Partial<{ backend: FakeBackend; locale: Locale; width: number }> = {}) {
    return { phone: createFakePhone(), backend: createFakeBackend(), ...more };
  }

  async drawn(): Promise<void> {
    while (!(await this.element.updateComplete));
  }

  get text(): string {
    return (this.#all('.log')[0]?.innerText ?? '').replace(/\s+/g, ' ').trim();
  }
  get loading(): boolean {
    return this.#all('[aria-busy=true]').length > 0;
  }
  /** Each row as it reads. */
  get rows(): string[] {
    return this.#all('[part=row]').map((row) => row.innerText.replace(/\s+/g, ' ').trim());
  }
  get message(): string {
    return this.#all('[part=message] p')[0]?.innerText ?? '';
  }
  get focused(): HTMLElement | null {
    return this.element.shadowRoot!.activeElement as HTMLElement | null;
  }
  get comment(): HTMLTextAreaElement | undefined {
    return this.part('comment-field') as HTMLTextAreaElement | undefined;
  }
  get saveState(): string {
    return this.part('save-state')?.innerText.trim() ?? '';
  }

  part(name: string): HTMLElement | undefined {
    return this.#all(`[part=${name}]`)[0];
  }

  /** A part of the row of this call. */
  inRow(callId: string, name: string): HTMLElement {
    const found = this.#all(`[data-call=${callId}] [part=${name}]`)[0];
    if (!found) throw new Error(`The row of ${callId} has no ${name}.`);
    return found;
  }

  row(callId: string): string {
    return (this.#all(`[data-call=${callId}]`)[0]?.innerText ?? '').replace(/\s+/g, ' ').trim();
  }

  async press(target: HTMLElement | string): Promise<void> {
    const button =
      typeof target === 'string'
        ? this.#all('button').find((one) => one.innerText.trim() === target)
        : target;
    if (!button) throw new Error(`The log has no button “${String(target)}”.`);
    button.click();
    await this.drawn();
  }

  async filter(words: string): Promise<void> {
    await this.press(words);
    await waitUntil(() => !this.loading, 'The log is still loading.');
  }

  async type(text: string): Promise<void> {
    const field = this.comment!;
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await this.drawn();
  }

  #all(selector: string): HTMLElement[] {
    return [...this.element.renderRoot.querySelectorAll<HTMLElement>(selector)];
  }
}
