/** What the agent sees and does in the admin panel. */
import type { Backend } from '@ringback/model';
import { expect, type Frame, type Locator, type Page } from '@playwright/test';
import type { Stack } from '../examples/demo/stack.ts';
import { DEMO_PASSWORD } from '../examples/demo/seed.ts';
import { hear, hearAll, voices } from './tone.ts';

export class AgentPanel {
  readonly page: Page;
  readonly #stack: Stack;

  constructor(page: Page, stack: Stack) {
    this.page = page;
    this.#stack = stack;
  }

  get bar(): Locator {
    return this.page.locator('ringback-softphone');
  }
  get card(): Locator {
    return this.page.locator('ringback-caller-card');
  }
  get log(): Locator {
    return this.page.locator('ringback-call-log');
  }

  async open(path = '/'): Promise<void> {
    await this.page.goto(this.#stack.panel + path);
    await expect(this.bar).toBeVisible();
  }

  /** The core: a frame of the gateway's origin. */
  core(): Frame {
    const frame = this.page
      .frames()
      .find((one) => one.url().startsWith(`${this.#stack.gateway}/v1/core.html`));
    if (!frame) throw new Error('The panel has no core frame.');
    return frame;
  }

  async signIn(login: string, password = DEMO_PASSWORD): Promise<void> {
    await this.bar.getByRole('button', { name: 'Sign in' }).click();
    const frame = this.page.frameLocator(`iframe[src^="${this.#stack.gateway}"]`);
    await frame.getByLabel('Login').fill(login);
    await frame.getByLabel('Password').fill(password);
    await frame.getByRole('button', { name: 'Sign in' }).click();
    await this.isReady();
  }

  /** Registered with the PBX. */
  async isReady(): Promise<void> {
    await expect(this.bar.getByText('Ready', { exact: false }).first()).toBeVisible();
  }

  /** What the page's own database has under this key. A write that has just begun is lost with a reload. */
  kept(key: string): Promise<unknown> {
    return this.page.evaluate(
      (wanted) =>
        new Promise((resolve) => {
          const open = indexedDB.open('ringback');
          open.onsuccess = () => {
            const get = open.result.transaction('ringback').objectStore('ringback').get(wanted);
            get.onsuccess = () => resolve(get.result);
            open.result.close();
          };
        }),
      key,
    );
  }

  async answer(): Promise<void> {
    await this.bar.getByRole('button', { name: 'Answer' }).click();
  }

  async hangUp(): Promise<void> {
    await this.bar.getByRole('button', { name: 'Hang up' }).click();
  }

  async dial(number: string): Promise<void> {
    const field = this.bar.getByRole('textbox');
    await field.fill(number);
    await field.press('Enter');
  }

  async isTalking(): Promise<void> {
    await expect(this.bar.getByRole('timer').first()).toBeVisible();
  }

  async hears(hz: number): Promise<void> {
    await hear(this.core(), hz, 'the agent');
  }

  /** All these voices at once. */
  async hearsAll(tones: readonly number[]): Promise<void> {
    await hearAll(this.core(), tones, 'the agent');
  }

  async hearsNot(hz: number): Promise<void> {
    await expect
      .poll(() => voices(this.core(), [hz]), { message: `the agent hears no ${hz} Hz` })
      .toEqual([]);
  }

  /** Gives the call away: at once, or after asking. */
  async transferTo(name: string, how: 'Transfer now' | 'Ask first'): Promise<void> {
    await this.press('Transfer');
    const panel = this.bar.getByRole('group', { name: 'Transfer' });
    await panel.getByRole('button', { name }).click();
    await panel.getByRole('button', { name: how }).click();
  }

  /** Asks the gateway as this page may, with the session of its frame. */
  api<T>(method: string, path: string, body?: object): Promise<T> {
    return this.core().evaluate(
      async ([how, where, what]) => {
        const answer = await fetch(`/api/v1${where}`, {
          method: how,
          ...(what && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(what) }),
        });
        if (!answer.ok) throw new Error(`${how} ${where}: ${answer.status} ${await answer.text()}`);
        return (await answer.json()) as T;
      },
      [method, path, body] as const,
    );
  }

  /** First row of the log. */
  newestCall(): Locator {
    // After the headings.
    return this.log.getByRole('row').nth(1);
  }

  async press(name: string): Promise<void> {
    await this.bar.getByRole('button', { name, exact: true }).click();
  }

  /** Opens one of the bar's panels by its button in the strip, or by its entry behind "More". */
  async openPart(name: string): Promise<Locator> {
    const own = this.bar.getByRole('button', { name, exact: true });
    if (!(await own.count())) await this.press('More');
    await own.first().click();
    return this.bar.getByRole('group', { name, exact: true });
  }

  commentField(): Locator {
    return this.card.getByLabel('Comment');
  }

  async typeComment(text: string): Promise<void> {
    await this.commentField().fill(text);
  }

  /** Types and waits until it is safe. */
  async comment(text: string): Promise<void> {
    await this.typeComment(text);
    await expect(this.card.getByText('Saved')).toBeVisible();
  }

  /** A task about the caller, as an element makes it: by the port that the page gives to everything below it. */
  async createTask(title: string): Promise<void> {
    await this.page.evaluate(async (words) => {
      let backend: Backend | undefined;
      const request = Object.assign(new Event('context-request', { bubbles: true, composed: true }), {
        context: Symbol.for('ringback.backend'),
        callback: (value: Backend) => (backend = value),
        contextTarget: document.body,
      });
      document.body.dispatchEvent(request);
      const [talk] = backend!.state.live;
      await backend!.tasks!.create!({ title: words, partyId: talk!.matches[0]!.party.id });
    }, title);
  }

  async createParty(name: string, kind: string): Promise<void> {
    await this.card.getByRole('button', { name: 'Create new' }).click();
    await this.card.getByLabel('Name').fill(name);
    await this.card.getByLabel('Kind').selectOption(kind);
    await this.card.getByRole('button', { name: 'Create', exact: true }).click();
  }

  async chooseParty(search: string, name: string): Promise<void> {
    await this.card.getByRole('button', { name: 'Choose existing' }).click();
    await this.card.getByRole('combobox').fill(search);
    await this.card.getByRole('option', { name }).click();
  }

  /** Puts text into the dial field as a paste does, and sends it. */
  async paste(text: string): Promise<void> {
    const field = this.bar.getByRole('textbox');
    await field.focus();
    await this.page.evaluate((pasted) => {
      let focused = document.activeElement;
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      const data = new DataTransfer();
      data.setData('text/plain', pasted);
      const event = new ClipboardEvent('paste', {
        clipboardData: data,
        bubbles: true,
        composed: true,
        cancelable: true,
      });
      if (focused?.dispatchEvent(event)) document.execCommand('insertText', false, pasted);
    }, text);
    await field.press('Enter');
  }

  async callFromLog(): Promise<void> {
    await this.newestCall()
      .getByRole('button', { name: /^Call / })
      .first()
      .click();
  }

  async closeCard(): Promise<void> {
    await this.card.getByRole('button', { name: 'Close' }).click();
  }
}
