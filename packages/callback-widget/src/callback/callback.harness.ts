import { fixture, html } from '@open-wc/testing';
import { words } from '../words/en.ts';
import type { CallbackSite } from '../site.ts';
import { type CallbackApi, type CallbackError, type CallbackStatus } from './api.ts';
import type { RingbackCallback } from './callback.ts';
import './ringback-callback.ts';

export const SITE: CallbackSite = {
  key: 'demo-shop',
  gateway: 'https://gateway.example',
  locale: 'en',
  country: 'UA',
  name: 'Demo shop',
};

/** A gateway that answers what the test tells it to. */
export class FakeGateway implements CallbackApi {
  requests: { number: string; name: string }[] = [];
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

  async request(number: string, name: string): Promise<CallbackStatus> {
    this.requests.push({ number, name });
    await this.hold;
    if (this.refusal) throw this.refusal;
    return this.answer;
  }
  async status(): Promise<CallbackStatus> {
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

  static async open(gateway = new FakeGateway()): Promise<Widget> {
    const element = await fixture<RingbackCallback>(
      html`<ringback-callback
        .site=${SITE}
        .words=${words}
        .api=${gateway}
        .pollMs=${5}
      ></ringback-callback>`,
    );
    await element.open();
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
  get number(): HTMLInputElement {
    return this.#one('#number');
  }
  get problem(): string {
    return this.#one('#problem').textContent.trim();
  }
  get status(): string {
    return this.#one('[role=status]').textContent.trim();
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
