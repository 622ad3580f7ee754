import type { Locale } from '@ringback/model';
import { createFakeBackend, createFakePhone, type FakeBackend, type FakePhone } from '@ringback/testing';
import { fixture, html, waitUntil } from '@open-wc/testing';
import '@ringback/ui/ringback-provider.js';
import type { RingbackCallerCard } from './caller-card.ts';
import './ringback-caller-card.ts';

export interface Scene {
  phone?: FakePhone | undefined;
  backend?: FakeBackend | undefined;
  locale?: Locale;
  standing?: boolean;
}

/** What the agent sees in the card and does with it. */
export class CardHarness {
  readonly element: RingbackCallerCard;

  constructor(element: RingbackCallerCard) {
    this.element = element;
  }

  static async open({
    phone = createFakePhone(),
    backend = createFakeBackend({ calls: [] }),
    locale = 'en',
    standing = false,
  }: Scene = {}): Promise<CardHarness> {
    const provider = await fixture<HTMLElement>(
      html`<ringback-provider .phone=${phone} .backend=${backend} .locale=${locale}>
        <ringback-caller-card ?standing=${standing}></ringback-caller-card>
      </ringback-provider>`,
    );
    const harness = new CardHarness(provider.querySelector('ringback-caller-card')!);
    await harness.drawn();
    return harness;
  }

  async drawn(): Promise<void> {
    while (!(await this.element.updateComplete));
  }

  /** Resolves when the card says so. */
  async says(sentence: string): Promise<void> {
    await waitUntil(() => this.text.includes(sentence), `The card says “${this.text}”, not “${sentence}”.`, {
      timeout: 3000,
    });
  }

  get text(): string {
    return (this.#all('.card, .empty')[0]?.innerText ?? '').replace(/\s+/g, ' ').trim();
  }
  get shown(): boolean {
    return getComputedStyle(this.element).display !== 'none';
  }
  get name(): HTMLElement | undefined {
    return this.part('name');
  }
  get comment(): HTMLTextAreaElement | undefined {
    return this.part('comment-field') as HTMLTextAreaElement | undefined;
  }
  get saveState(): string {
    return this.part('save-state')?.innerText.trim() ?? '';
  }
  get focused(): Element | null {
    return this.element.shadowRoot!.activeElement;
  }
  get options(): HTMLElement[] {
    return this.#all('[role=option]');
  }
  get activeOption(): HTMLElement | undefined {
    return this.#all('[role=option][aria-selected=true]')[0];
  }

  part(name: string): HTMLElement | undefined {
    return this.#all(`[part=${name}]`)[0];
  }

  field(id: 'search' | 'name' | 'kind' | 'phones'): HTMLInputElement {
    const field = this.#all(id === 'search' ? '#search' : `#field-${id}`)[0];
    if (!field) throw new Error(`The card has no field “${id}”.`);
    return field as HTMLInputElement;
  }

  /** Says who it is in one of the two ways; the form is there when it resolves. */
  async identify(how: 'Choose existing' | 'Create new'): Promise<void> {
    await this.press(how);
    const field = how === 'Create new' ? '#field-phones' : '#search';
    await waitUntil(() => this.#all(field)[0], `The form for “${how}” does not come.`, { timeout: 3000 });
  }

  /** Resolves when such a part is there. */
  async appears(name: string): Promise<HTMLElement> {
    await waitUntil(() => this.part(name), `The card has no part “${name}”.`, { timeout: 3000 });
    return this.part(name)!;
  }

  /** A block once it has been read. */
  async block(name: string): Promise<HTMLDetailsElement> {
    const find = () => this.#all(`[data-block=${name}]`)[0] as HTMLDetailsElement | undefined;
    await waitUntil(find, `The card has no block “${name}”.`, { timeout: 3000 });
    return find()!;
  }

  /** Unfolds it, and waits until something stands in it. */
  async unfold(name: string): Promise<HTMLDetailsElement> {
    const block = await this.block(name);
    if (!block.open) block.querySelector('summary')!.click();
    await waitUntil(() => block.open && !block.querySelector('.skeleton') && block.children.length > 1);
    return block;
  }

  /** Presses the button or link with these words. */
  async press(words: string): Promise<void> {
    const button = this.#all('button, a').find((one) =>
      (one.ariaLabel ?? one.innerText).trim().includes(words),
    );
    if (!button) throw new Error(`The card has no button “${words}”.`);
    button.click();
    await this.drawn();
  }

  async type(field: HTMLInputElement | HTMLTextAreaElement, text: string): Promise<void> {
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
    await this.drawn();
  }

  async key(field: HTMLElement, key: string): Promise<void> {
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
    );
    await this.drawn();
  }

  #all(selector: string): HTMLElement[] {
    return [...this.element.renderRoot.querySelectorAll<HTMLElement>(selector)];
  }
}
