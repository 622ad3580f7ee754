/** What the visitor does: the shop's page and his own phone. */
import { expect, type Page } from '@playwright/test';
import type { Stack } from '../examples/demo/stack.ts';
import { hear, hearAll, heard } from './tone.ts';

export class VisitorPhone {
  readonly page: Page;
  /** E.164; empty until it is opened. */
  number = '';
  readonly #stack: Stack;

  constructor(page: Page, stack: Stack) {
    this.page = page;
    this.#stack = stack;
  }

  async open(number: string): Promise<void> {
    this.number = number;
    await this.page.goto(`${this.#stack.phone}/?number=${encodeURIComponent(number)}`);
    await this.says(`Ready as ${number}`);
  }

  async says(sentence: string | RegExp): Promise<void> {
    await expect(this.page.locator('#status')).toHaveText(sentence);
  }

  async callTheShop(): Promise<void> {
    await this.page.getByRole('button', { name: 'Call', exact: true }).click();
  }

  /** Another number than the shop's main one. */
  async dials(number: string): Promise<void> {
    await this.page.locator('#target').fill(number);
    await this.callTheShop();
  }

  async answer(): Promise<void> {
    await this.page.getByRole('button', { name: 'Answer' }).click();
    await this.says('Talking');
  }

  async hangUp(): Promise<void> {
    await this.page.getByRole('button', { name: 'Hang up' }).click();
  }

  async hears(hz: number): Promise<void> {
    await hear(this.page, hz, 'the visitor');
  }

  async hearsNot(hz: number): Promise<void> {
    await expect
      .poll(() => heard(this.page), { message: `the visitor hears no ${hz} Hz` })
      .not.toBeCloseTo(hz, -2);
  }

  /** All these voices at once. */
  async hearsAll(tones: readonly number[]): Promise<void> {
    await hearAll(this.page, tones, 'the visitor');
  }
}

export class Shop {
  readonly page: Page;
  readonly #stack: Stack;

  constructor(page: Page, stack: Stack) {
    this.page = page;
    this.#stack = stack;
  }

  async open(path = '/'): Promise<void> {
    await this.page.goto(this.#stack.shop + path);
  }

  async askForCallback(number: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Call me back' }).click();
    await this.page.getByLabel('Your phone number').fill(number);
    await this.page.getByRole('button', { name: 'Call me', exact: true }).click();
  }

  async reads(sentence: string | RegExp): Promise<void> {
    await expect(this.page.getByRole('dialog').getByRole('status')).toHaveText(sentence);
  }

  async isRefused(sentence: string | RegExp): Promise<void> {
    await expect(this.page.getByRole('alert')).toHaveText(sentence);
  }
}
