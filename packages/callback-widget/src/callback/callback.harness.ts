import { fixture, html } from '@open-wc/testing';
import { words } from '../words/en.ts';
import type { CallbackSite } from '../site.ts';
import type { CallbackApi, CallbackError, CallbackInput, CallbackOffer, CallbackStatus } from './api.ts';
import type { RingbackCallback } from './callback.ts';
import './ringback-callback.ts';

export const SITE: CallbackSite = {
  key: 'demo-shop',
  gateway: 'https://gateway.example',
  locale: 'en',
  name: 'Demo shop',
};

/** A gateway that answers what the test tells it to. */
export class FakeGateway implements CallbackApi {
  requests: CallbackInput[] = [];
  moved: string[] = [];
  rated: { stars: number; comment?: string }[] = [];
  offered: CallbackOffer = {
    now: '2026-01-01T10:00:00.000Z',
    spans: [{ from: '2026-01-01T10:05:00.000Z', to: '2026-01-02T16:00:00.000Z' }],
    example: '+380 50 123 4567',
  };
  cancelled = 0;
  refusal: CallbackError | undefined;
  /** While set, requests wait for it. */
  hold: Promise<void> | undefined;
  answer: CallbackStatus = {
    id: 'cb1',
    token: 't',
    state: 'requested',
    now: '2026-01-01T10:00:00.000Z',
    promisedUntil: '2026-01-01T10:00:30.000Z',
  };

  async offer(): Promise<CallbackOffer> {
    return this.offered;
  }
  async request(input: CallbackInput): Promise<CallbackStatus> {
    this.requests.push(input);
    await this.hold;
    if (this.refusal) throw this.refusal;
    return this.answer;
  }
  async status(): Promise<CallbackStatus> {
    return this.answer;
  }
  async move(_ticket: object, when: string): Promise<CallbackStatus> {
    this.moved.push(when);
    this.answer = { ...this.answer, dueAt: when };
    return this.answer;
  }
  async rate(_ticket: object, rating: { stars: number; comment?: string }): Promise<CallbackStatus> {
    this.rated.push(rating);
    this.answer = { ...this.answer, rated: true };
    return this.answer;
  }
  async cancel(): Promise<CallbackStatus> {
    this.cancelled += 1;
    this.answer = { ...this.answer, state: 'cancelled' };
    return this.answer;
  }
}

/** What the visitor sees and does. */
export class Widget {
  readonly element: RingbackCallback;
  readonly gateway: FakeGateway;

  constructor(element: RingbackCallback, gateway: FakeGateway) {
    this.element = element;
    this.gateway = gateway;
  }

  static async open(gateway = new FakeGateway(), site: Partial<CallbackSite> = {}): Promise<Widget> {
    const widget = await Widget.closed(gateway, site);
    await widget.element.open();
    return widget;
  }

  static async closed(gateway = new FakeGateway(), site: Partial<CallbackSite> = {}): Promise<Widget> {
    const element = await fixture<RingbackCallback>(
      html`<ringback-callback
        .site=${{ ...SITE, ...site }}
        .words=${words}
        .api=${gateway}
        .pollMs=${5}
      ></ringback-callback>`,
    );
    return new Widget(element, gateway);
  }

  #one<T extends HTMLElement>(selector: string): T {
    const found = this.element.shadowRoot?.querySelector<T>(selector);
    if (!found) throw new Error(`The dialog shows no ${selector}.`);
    return found;
  }

  get dialog(): HTMLDialogElement {
    return this.#one('dialog');
  }
  get dialogIsOpen(): boolean {
    return this.element.shadowRoot!.querySelector('dialog')?.open === true;
  }
  get number(): HTMLInputElement {
    return this.#one('#number');
  }
  get problem(): string {
    return this.#one('#problem').textContent.trim();
  }
  get note(): string {
    return this.#one('.note').textContent.trim();
  }
  get title(): string {
    return this.#one('h2').textContent.trim();
  }
  /** A button by its words. */
  button(label: string): HTMLButtonElement {
    const found = [...this.element.shadowRoot!.querySelectorAll('button')].find(
      (one) => one.textContent?.trim() === label,
    );
    if (!found) throw new Error(`The dialog shows no button "${label}".`);
    return found;
  }
  select(id: 'day' | 'time' | 'department'): HTMLSelectElement {
    return this.#one(`#${id}`);
  }
  choose(id: 'day' | 'time' | 'department', index: number): void {
    const select = this.select(id);
    select.selectedIndex = index;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  }
  box(selector: string): HTMLInputElement {
    return this.#one(selector);
  }
  /** What is said of the callback; empty while the form stands there. */
  get status(): string {
    return this.element.shadowRoot!.querySelector('.status > [role=status]')?.textContent?.trim() ?? '';
  }
  get main(): HTMLButtonElement {
    return this.#one('button.main');
  }
  get cancel(): HTMLButtonElement {
    return this.#one('button.quiet');
  }
  get focused(): Element | null {
    return this.element.shadowRoot!.activeElement;
  }

  type(value: string): void {
    this.number.value = value;
    this.number.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }

  /** Resolves when the element has rendered what the gateway answered. */
  async settled(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    await this.element.updateComplete;
  }
}
