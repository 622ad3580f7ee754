/** What the agent asks of the phone, the page first; and what did not work, call by call. */
import type { Locale, Phone } from '@ringback/model';
import { answerErrorSentence, emit } from '@ringback/ui';

export interface CallCommandsMeans {
  phone: () => Phone | undefined;
  locale: () => Locale;
  changed: () => void;
  failed: (error: unknown) => void;
}

export class CallCommands {
  readonly #host: HTMLElement;
  readonly #means: CallCommandsMeans;
  readonly #problems = new Map<string, string>();

  constructor(host: HTMLElement, means: CallCommandsMeans) {
    this.#host = host;
    this.#means = means;
  }

  problemOf(callId: string): string | undefined {
    return this.#problems.get(callId);
  }

  tell(callId: string, sentence: string): void {
    this.#problems.set(callId, sentence);
  }

  forget(callId: string): void {
    this.#problems.delete(callId);
  }

  answer(callId: string): void {
    if (this.#ask('ringback-call-answer', callId)) void this.#try(callId, (phone) => phone.answer(callId));
  }

  decline(callId: string): void {
    if (this.#ask('ringback-call-end', callId)) void this.#try(callId, (phone) => phone.hangup(callId));
  }

  dial(callId: string, number: string): void {
    if (emit(this.#host, 'ringback-number-dial', { number }, { cancelable: true }))
      void this.#try(callId, (phone) => phone.call(number));
  }

  #ask(type: 'ringback-call-answer' | 'ringback-call-end', callId: string): boolean {
    return this.#means.phone() !== undefined && emit(this.#host, type, { callId }, { cancelable: true });
  }

  async #try(callId: string, run: (phone: Phone) => Promise<unknown>): Promise<void> {
    const { phone, locale, failed, changed } = this.#means;
    const now = phone();
    this.forget(callId);
    try {
      if (now) await run(now);
    } catch (error) {
      this.tell(callId, answerErrorSentence(error, locale()));
      failed(error);
    }
    changed();
  }
}
