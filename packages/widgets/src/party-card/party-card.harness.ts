import type { FakeBackend, FakePhone } from '@ringback/testing';
import { createFakePhone } from '@ringback/testing';
import { fixture, html, waitUntil } from '@open-wc/testing';
import '@ringback/ui/ringback-provider.js';
import type { RingbackPartyCard } from './party-card.ts';

/** What a person sees of a customer, and does with him. */
export class PartyCardHarness {
  readonly element: RingbackPartyCard;

  constructor(element: RingbackPartyCard) {
    this.element = element;
  }

  static async open(
    backend: FakeBackend,
    id?: string,
    { width = 800, phone = createFakePhone() }: { width?: number; phone?: FakePhone } = {},
  ): Promise<PartyCardHarness> {
    const provider = await fixture<HTMLElement>(
      html`<ringback-provider .phone=${phone} .backend=${backend} .locale=${'en'}></ringback-provider>`,
    );
    const element = document.createElement('ringback-party-card');
    element.style.setProperty('width', `${width}px`);
    if (id !== undefined) element.partyId = id;
    provider.append(element);
    const card = new PartyCardHarness(element);
    if (id !== undefined) await card.until(() => card.all('[data-key=name]').length > 0, 'There is no card.');
    return card;
  }

  async drawn(): Promise<void> {
    while (!(await this.element.updateComplete));
  }
  async until(true_: () => unknown, sentence: string): Promise<void> {
    await waitUntil(() => Boolean(true_()), sentence);
    await this.drawn();
  }
  all(selector: string): HTMLElement[] {
    return [...this.element.renderRoot.querySelectorAll<HTMLElement>(selector)];
  }
  one(selector: string): HTMLElement {
    const found = this.all(selector)[0];
    if (!found) throw new Error(`The card has no ${selector}.`);
    return found;
  }
  get text(): string {
    return this.one('[part=card]').innerText;
  }
  get focused(): HTMLElement | null {
    return this.element.shadowRoot!.activeElement as HTMLElement | null;
  }
  async press(selector: string): Promise<void> {
    this.one(selector).click();
    await this.drawn();
  }
  async type(selector: string, value: string): Promise<void> {
    const field = this.one(selector) as HTMLInputElement;
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
    await this.drawn();
  }
  async submit(selector: string): Promise<void> {
    (this.one(selector) as HTMLFormElement).requestSubmit();
    await this.drawn();
  }
  /** Resolves when what is in the tab has come. */
  async tab(name: string): Promise<void> {
    await this.press(`[data-tab=${name}]`);
    await this.until(() => this.all('[part=panel] [aria-busy=true]').length === 0, 'The tab does not come.');
  }
}

export const asked = (backend: FakeBackend, request: string): unknown[][] =>
  backend.requests.filter(([name]) => name === request).map(([, ...args]) => args);
