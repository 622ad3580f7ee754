/** The visitor's own call from the page: what of it is there before its part is loaded. */
import type { TemplateResult } from 'lit/html.js';
import type * as BrowserModule from '../browser-call/browser-call.ts';
import type { CallbackWords } from '../words/en.ts';
import type { CallbackStatus } from './api.ts';

export interface BrowserCallerHost {
  load(): Promise<typeof BrowserModule | undefined>;
  changed(): void;
  /** `connected`: the gateway knows how it ended. */
  ended(connected: boolean): void;
}

export class BrowserCaller {
  readonly #host: BrowserCallerHost;
  #module: typeof BrowserModule | undefined;
  #microphone: MediaStream | undefined;
  #call: BrowserModule.BrowserCall | undefined;

  constructor(host: BrowserCallerHost) {
    this.#host = host;
  }

  /** The microphone is open: what is asked for now is a call from here. */
  get wanted(): boolean {
    return !!this.#microphone;
  }

  /** What stands in the way, if anything does. */
  async open(): Promise<keyof CallbackWords | undefined> {
    this.#module ??= await this.#host.load();
    if (!this.#module) return 'errNetwork';
    try {
      this.#microphone = await this.#module.openMicrophone();
      return undefined;
    } catch (problem) {
      return problem as BrowserModule.MicrophoneProblem;
    }
  }

  begin(to: NonNullable<CallbackStatus['browser']>): void {
    this.#call = new this.#module!.BrowserCall({
      ...{ to, microphone: this.#microphone!, changed: () => this.#host.changed() },
      ended: ({ connected }) => {
        this.#call = this.#microphone = undefined;
        this.#host.ended(connected);
      },
    });
  }

  /** Nothing comes of it. */
  drop(): void {
    this.#module?.closeMicrophone(this.#microphone);
    this.#microphone = undefined;
  }

  /** What he can do while he waits or talks; nothing while there is no such call. */
  view(words: CallbackWords): TemplateResult | undefined {
    return this.#call?.view(words);
  }
}
