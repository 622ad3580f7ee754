import type { Locale, PhoneCall, PhoneError, PhoneStatus } from '@ringback/model';
import {
  createFakeBackend,
  createFakePhone,
  type FakeBackend,
  type FakePhone,
  phoneCallOf,
} from '@ringback/testing';
import { LitElement } from 'lit';
import { fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '@ringback/ui/ringback-provider.js';
import type { RingbackSoftphone } from './softphone.ts';
import type { PanelName } from './panel.ts';
import { PANEL_PARTS } from './panel-parts.ts';
import './ringback-softphone.ts';

export interface Scene {
  status?: PhoneStatus;
  error?: PhoneError;
  calls?: PhoneCall[];
  phone?: FakePhone;
  backend?: FakeBackend;
  locale?: Locale;
  /** Properties of the bar. */
  bar?: Partial<Pick<RingbackSoftphone, 'dock' | 'collapsed' | 'panels' | 'create' | 'keys'>>;
}

/** What the agent sees in the bar and does with it. */
export class BarHarness {
  readonly element: RingbackSoftphone;
  readonly phone: FakePhone;
  readonly backend: FakeBackend;
  /** Names and details of all events that reached the page. */
  readonly events: [string, unknown][] = [];

  constructor(element: RingbackSoftphone, phone: FakePhone, backend: FakeBackend) {
    this.element = element;
    this.phone = phone;
    this.backend = backend;
    for (const name of [
      'ringback-number-dial',
      'ringback-call-answer',
      'ringback-call-end',
      'ringback-record-create',
      'ringback-letter-write',
      'ringback-bar-arranged',
      'ringback-error',
    ]) {
      document.addEventListener(name, (event) => {
        if (event.target === element) this.events.push([name, (event as CustomEvent<unknown>).detail]);
      });
    }
  }

  static async open(scene: Scene = {}): Promise<BarHarness> {
    const { status = 'registered', error, calls = [], locale = 'en' } = scene;
    const phone = scene.phone ?? createFakePhone({ status, calls, ...(error ? { error } : {}) });
    const backend = scene.backend ?? createFakeBackend({ calls: [] });
    const provider = await fixture<HTMLElement>(
      html`<ringback-provider .phone=${phone} .backend=${backend} .locale=${locale}>
        <ringback-softphone></ringback-softphone>
      </ringback-provider>`,
    );
    const bar = new BarHarness(provider.querySelector('ringback-softphone')!, phone, backend);
    Object.assign(bar.element, scene.bar);
    await bar.drawn();
    return bar;
  }

  /** A bar with one call that is being talked, since 83 seconds. */
  static talking(more: Partial<PhoneCall> = {}): Promise<BarHarness> {
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
    return BarHarness.open({
      calls: [phoneCallOf({ state: 'connected', startedAt: ago(90), connectedAt: ago(83), ...more })],
    });
  }

  async drawn(): Promise<void> {
    // What belongs to calls comes with the first one.
    if (this.element.calls.length > 0)
      await waitUntil(() => this.part('call'), 'The calls are not shown.', { timeout: 3000 });
    while (!(await this.element.updateComplete));
    const inside = this.panel;
    if (inside) while (!(await inside.updateComplete));
  }

  /** Presses a button of the strip or of a call, and waits for the panel that it opens. */
  async openPanel(name: PanelName, button: string, nth = 0): Promise<LitElement> {
    this.button(button, nth).click();
    await PANEL_PARTS[name]();
    await waitUntil(() => this.panel, `The panel “${name}” did not open.`);
    await this.drawn();
    return this.panel!;
  }

  /** What is drawn in the open panel. */
  get panel(): LitElement | undefined {
    const [inside] = this.#all('[part=panel] > :not(header)');
    return inside instanceof LitElement ? inside : undefined;
  }

  /** Everything in the open panel that matches. */
  inPanel<E extends HTMLElement = HTMLElement>(selector: string): E[] {
    return [...(this.panel?.shadowRoot?.querySelectorAll<E>(selector) ?? [])];
  }

  get panelText(): string {
    const seen = [...(this.panel?.shadowRoot?.children ?? [])].map(
      (child) => (child as HTMLElement).innerText,
    );
    return seen.join(' ').replace(/\s+/g, ' ').trim();
  }

  /** Resolves when the panel shows the sentence. */
  async panelSays(sentence: string): Promise<void> {
    await waitUntil(
      () => this.panelText.includes(sentence),
      `The panel says “${this.panelText}”, not “${sentence}”.`,
      { timeout: 3000 },
    );
  }

  /** Presses a button in the panel, by its name. */
  async pressInPanel(name: string, nth = 0): Promise<void> {
    const found = this.inPanel('button').filter((button) => nameOf(button) === name);
    if (!found[nth])
      throw new Error(
        `The panel has no “${name}”; it has: ${this.inPanel('button').map(nameOf).join(', ')}.`,
      );
    found[nth].click();
    await this.drawn();
  }

  /** What has the focus in the panel. */
  get focusedInPanel(): Element | undefined {
    return this.panel?.shadowRoot?.activeElement ?? undefined;
  }

  /** Resolves when the bar shows the sentence. */
  async says(sentence: string): Promise<void> {
    await waitUntil(() => this.text.includes(sentence), `The bar says “${this.text}”, not “${sentence}”.`, {
      timeout: 3000,
    });
  }

  /** Resolves when the phone was given this command. */
  async commanded(...command: FakePhone['commands'][number]): Promise<void> {
    const wanted = JSON.stringify(command);
    await waitUntil(
      () => this.phone.commands.some((given) => JSON.stringify(given) === wanted),
      `The phone was told ${JSON.stringify(this.phone.commands)}, not ${wanted}.`,
      { timeout: 3000 },
    );
    await this.drawn();
  }

  /** What stands in the bar for the eyes; `readOut` is for the ears. */
  get text(): string {
    const seen = this.#all('[part=bar] > :not([aria-live], [part=panel])').map((child) => child.innerText);
    return seen.join(' ').replace(/\s+/g, ' ').trim();
  }
  get field(): HTMLInputElement {
    return this.part('number-field') as HTMLInputElement;
  }
  get callCount(): number {
    return this.#all('[part=call]').length;
  }
  get focused(): string | undefined {
    return this.element.shadowRoot!.activeElement?.getAttribute('part') ?? undefined;
  }
  /** What a screen reader was given to read out at once, and when it is free. */
  get readOut(): { assertive: string; polite: string } {
    const read = (how: string) => this.#all(`[aria-live=${how}]`)[0]!.textContent!.trim();
    return { assertive: read('assertive'), polite: read('polite') };
  }

  part(name: string): HTMLElement | undefined {
    return this.#all(`[part=${name}]`)[0];
  }

  /** A visible button by the name that people and screen readers know it by. */
  button(name: string, nth = 0): HTMLElement {
    const found = this.#all('button').filter((button) => nameOf(button) === name);
    if (!found[nth]) throw new Error(`There is no button “${name}”; there are: ${this.buttons.join(', ')}.`);
    return found[nth];
  }

  get buttons(): string[] {
    return this.#all('button').map(nameOf);
  }

  async press(name: string, nth = 0): Promise<void> {
    this.button(name, nth).click();
    await this.drawn();
  }

  /** Types into the field as a person does. */
  async type(text: string): Promise<void> {
    this.field.focus();
    await sendKeys({ type: text });
    await this.drawn();
  }

  async key(press: string): Promise<void> {
    await sendKeys({ press });
    await this.drawn();
  }

  async paste(text: string): Promise<void> {
    this.field.dispatchEvent(pasteOf(text));
    await this.drawn();
  }

  #all(selector: string): HTMLElement[] {
    return [...this.element.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
  }
}

/** A paste as the browser makes it. Firefox takes no data into a `ClipboardEvent` that a script makes. */
export function pasteOf(text: string): ClipboardEvent {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  const event = new ClipboardEvent('paste', { cancelable: true, bubbles: true, composed: true });
  Object.defineProperty(event, 'clipboardData', { value: clipboardData });
  return event;
}

function nameOf(button: HTMLElement): string {
  return (button.getAttribute('aria-label') ?? button.innerText).trim();
}
