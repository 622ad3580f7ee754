import type { Locale } from '@ringback/model';
import { createFakeBackend, createFakePhone, type FakeBackend, type FakePhone } from '@ringback/testing';
import { ListHarness, type ListScene } from '../list/list.harness.ts';
import type { RingbackPlayer } from '../player/player.ts';
import './ringback-call-log.ts';

/** What the agent sees in the log and does with it. */
export class LogHarness {
  readonly list: ListHarness;

  constructor(list: ListHarness) {
    this.list = list;
  }

  /** Resolves when the first page has come, or the sentence that stands in its place. */
  static async open(scene: ListScene = {}): Promise<LogHarness> {
    return new LogHarness(await ListHarness.open('ringback-call-log', scene));
  }

  static async begin(scene: ListScene): Promise<LogHarness> {
    return new LogHarness(await ListHarness.begin('ringback-call-log', scene));
  }

  /** A phone and a backend with the sample log, unless the test says otherwise. */
  static scene(more: Partial<{ backend: FakeBackend; locale: Locale; width: number }> = {}): {
    phone: FakePhone;
    backend: FakeBackend;
    locale?: Locale;
    width?: number;
  } {
    return { phone: createFakePhone(), backend: createFakeBackend(), ...more };
  }

  get element() {
    return this.list.element;
  }
  /** Each row as it reads. */
  get rows(): string[] {
    return this.list.all('[data-row]').map(read);
  }
  get message(): string {
    return this.list.message;
  }
  get comment(): HTMLTextAreaElement | undefined {
    return this.part('comment-field') as HTMLTextAreaElement | undefined;
  }
  get saveState(): string {
    return this.part('save-state')?.innerText.trim() ?? '';
  }
  get players(): RingbackPlayer[] {
    return this.list.all('ringback-player') as RingbackPlayer[];
  }

  row(callId: string): string {
    const row = this.list.all(`[data-id=${callId}]`)[0];
    return row ? read(row) : '';
  }

  part(name: string): HTMLElement | undefined {
    return this.list.all(`[part=${name}]`)[0];
  }

  /** Something in the row of this call. */
  inRow(callId: string, selector: string): HTMLElement {
    return this.list.one(`[data-id=${callId}] ${selector}`);
  }

  async press(target: HTMLElement | string): Promise<void> {
    await this.list.press(target);
  }

  /** Opens the details of a call, which are loaded when the first one is opened. */
  async openDetails(callId: string, selector = '[part=open]'): Promise<HTMLElement> {
    await this.press(this.inRow(callId, selector));
    const isOpen = () => this.inRow(callId, '[part=open]').ariaExpanded === 'true';
    await this.until(isOpen, 'The details did not open.');
    return this.part('details')!;
  }

  async filter(key: string, value: string): Promise<void> {
    await this.list.choose(this.list.one(`[data-filter=${key}]`), value);
    await this.until(() => this.list.all('[aria-busy=true]').length === 0, 'The log is still loading.');
  }

  async type(text: string): Promise<void> {
    const field = this.comment!;
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await this.drawn();
  }

  async until(true_: () => boolean, sentence: string): Promise<void> {
    await this.list.until(true_, sentence);
  }

  async drawn(): Promise<void> {
    await this.list.drawn();
  }
}

function read(row: HTMLElement): string {
  return row.innerText.replace(/\s+/g, ' ').trim();
}
