/** The field for a number: typing, pasting, dialling, and what went wrong. */
import type { Backend, Phone, PhoneErrorCode } from '@ringback/model';
import { emit, onePerson, phoneErrorCode } from '@ringback/ui';
import type { LitElement, ReactiveController } from 'lit';
import { cleanNumber } from './clean-number.ts';

export type DialProblem = PhoneErrorCode | 'numberEmpty' | 'notReady' | 'lastNumber';

interface DialHost extends LitElement {
  phone: Phone | undefined;
  backend: Backend | undefined;
}

export class DialController implements ReactiveController {
  readonly #host: DialHost;
  number = '';
  problem: DialProblem | undefined;
  busy = false;

  constructor(host: DialHost) {
    this.#host = host;
    host.addController(this);
    onePerson(host, () => this.type(''));
  }

  hostConnected(): void {}

  type(number: string): void {
    this.#change({ number, problem: undefined });
  }

  readonly typed = (event: Event): void => {
    this.type((event.target as HTMLInputElement).value);
  };

  /** A pasted number loses what stands around it, and lands where the caret is: what was typed stays. */
  readonly pasted = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain');
    if (!text) return;
    event.preventDefault();
    const field = event.target as HTMLInputElement;
    field.setRangeText(cleanNumber(text), field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
    this.type(field.value);
  };

  readonly submitted = (event: Event): void => {
    event.preventDefault();
    void this.#submit();
  };

  /** Dials this number. The field is emptied only when the call is on its way and nobody has typed meanwhile. */
  async dial(number: string): Promise<boolean> {
    const phone = this.#host.phone;
    if (phone?.state.status !== 'registered') return this.#refuse('notReady');
    if (this.busy) return false;
    if (!emit(this.#host, 'ringback-number-dial', { number }, { cancelable: true })) return false;
    this.#change({ busy: true, problem: undefined });
    try {
      await phone.call(number);
      return true;
    } catch (error) {
      const code = phoneErrorCode(error, 'dial');
      emit(this.#host, 'ringback-error', {
        code,
        message: error instanceof Error ? error.message : String(error),
      });
      // "Call again" has no number in the field: put it there, so that it can be mended.
      if (this.number === '') this.number = number;
      return this.#refuse(code);
    } finally {
      this.#change({ busy: false });
    }
  }

  async #submit(): Promise<void> {
    const number = this.number.trim();
    if (number === '') return void (await this.#redial());
    if (!/\d/.test(number)) return void this.#refuse('number-invalid');
    const shown = this.number;
    if ((await this.dial(number)) && this.number === shown) this.type('');
  }

  /** The last number is shown first, as on any phone: a second press dials it. */
  async #redial(): Promise<void> {
    const calls = this.#host.backend?.calls;
    const last = await calls?.list({ direction: 'out', limit: 1 }).catch(() => undefined);
    const number = last?.value.items[0]?.number;
    if (this.number !== '') return;
    if (number) this.#change({ number, problem: 'lastNumber' });
    else this.#refuse('numberEmpty');
  }

  #refuse(problem: DialProblem): false {
    this.#change({ problem });
    return false;
  }

  #change(values: Partial<Pick<DialController, 'number' | 'problem' | 'busy'>>): void {
    Object.assign(this, values);
    this.#host.requestUpdate();
  }
}
