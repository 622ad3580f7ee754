import type { Locale } from '@ringback/model';
import type { FakeBackend, FakePhone } from '@ringback/testing';
import { fixture, html, waitUntil } from '@open-wc/testing';
import '@ringback/ui/ringback-provider.js';
import type { RecordListElement } from './record-list.ts';

export interface ListScene {
  phone?: FakePhone | undefined;
  backend?: FakeBackend | undefined;
  locale?: Locale;
  /** Width of the place it stands in, in px. */
  width?: number;
}

/** What a person sees in any list of records, and does with it. */
export class ListHarness {
  readonly element: RecordListElement<{ readonly id: string }>;

  constructor(element: RecordListElement<{ readonly id: string }>) {
    this.element = element;
  }

  /** Resolves when the first page has come, or the sentence that stands in its place. */
  static async open(tag: string, scene: ListScene): Promise<ListHarness> {
    const list = await ListHarness.begin(tag, scene);
    await waitUntil(() => list.all('[aria-busy=true]').length === 0, 'The list is still loading.');
    await list.drawn();
    return list;
  }

  static async begin(
    tag: string,
    { phone, backend, locale = 'en', width = 900 }: ListScene,
  ): Promise<ListHarness> {
    const provider = await fixture<HTMLElement>(
      html`<ringback-provider .phone=${phone} .backend=${backend} .locale=${locale}></ringback-provider>`,
    );
    const element = document.createElement(tag) as RecordListElement<{ readonly id: string }>;
    element.style.setProperty('width', `${width}px`);
    element.style.setProperty('--ringback-list-size', '400px');
    provider.append(element);
    const list = new ListHarness(element);
    await list.drawn();
    return list;
  }

  async drawn(): Promise<void> {
    while (!(await this.element.updateComplete));
  }

  /** Resolves when the list says so, after whatever it waits for. */
  async until(true_: () => boolean, sentence: string): Promise<void> {
    await waitUntil(true_, sentence);
    await this.drawn();
  }

  all(selector: string): HTMLElement[] {
    return [...this.element.renderRoot.querySelectorAll<HTMLElement>(selector)];
  }
  one(selector: string): HTMLElement {
    const found = this.all(selector)[0];
    if (!found) throw new Error(`The list has no ${selector}.`);
    return found;
  }

  get headings(): string[] {
    return this.all('.head [role=columnheader]').map((one) => one.innerText.trim());
  }
  /** Names of the rows that are in the page. */
  get names(): string[] {
    return this.all('[data-row] .lead').map((one) => one.innerText.trim());
  }
  get message(): string {
    return this.all('[part=message] p')[0]?.innerText ?? '';
  }
  get problem(): string {
    return this.all('[role=alert]')[0]?.innerText.trim() ?? '';
  }
  get focused(): HTMLElement | null {
    return this.element.shadowRoot!.activeElement as HTMLElement | null;
  }

  row(name: string): HTMLElement {
    const row = this.all('[data-row]').find((one) => one.innerText.includes(name));
    if (!row) throw new Error(`The list has no row of ${name}.`);
    return row;
  }

  inRow(name: string, selector: string): HTMLElement {
    const found = this.row(name).querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`The row of ${name} has no ${selector}.`);
    return found;
  }

  async press(target: HTMLElement | string): Promise<void> {
    const button =
      typeof target === 'string'
        ? this.all('button').find((one) => one.innerText.trim() === target || one.ariaLabel === target)
        : target;
    if (!button) throw new Error(`The list has no button “${String(target)}”.`);
    button.click();
    await this.drawn();
  }

  async choose(target: HTMLElement, value: string): Promise<void> {
    (target as HTMLSelectElement).value = value;
    target.dispatchEvent(new Event('change', { bubbles: true }));
    await this.drawn();
  }
}
