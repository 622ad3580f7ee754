import type { PhoneCall } from '@ringback/model';
import type { RecordingTellerOptions } from './announcer.ts';
import type * as CallMore from './call-more.ts';
import type { CallRowActions } from './call-row.ts';
import type { Callers } from './caller.ts';
import type { CutCalls } from './cut-calls.ts';
import type { RingbackSoftphone } from './softphone.ts';

type Means = Omit<Parameters<typeof CallMore.callActions>[0], 'bar' | 'cut'> &
  Pick<RecordingTellerOptions, 'live' | 'locale'>;

/** Everything about calls; comes with the first one. */
export class CallParts {
  /** Absent until it has come. */
  more: typeof CallMore | undefined;
  actions: CallRowActions | undefined;
  callers: Callers | undefined;
  /** It did not come: calls are shown plainly. */
  plain = false;
  #cut: CutCalls | undefined;
  #learning: Promise<void> | undefined;
  readonly #bar: RingbackSoftphone;
  readonly #means: Means;

  constructor(bar: RingbackSoftphone, means: Means) {
    this.#bar = bar;
    this.#means = means;
  }

  /** These, and those that were cut off and not yet called back. */
  with(calls: readonly PhoneCall[]): readonly PhoneCall[] {
    return this.#cut?.with(calls) ?? calls;
  }

  look(calls: readonly PhoneCall[]): void {
    this.#cut?.look(calls);
  }

  /** Should it not come, the next change of a call asks again. */
  learn(): Promise<void> {
    this.#learning ??= this.#load().finally(() => {
      this.#learning = undefined;
      this.#bar.requestUpdate();
    });
    return this.#learning;
  }

  async #load(): Promise<void> {
    try {
      const more = await import('./call-more.ts');
      this.#bar.shadowRoot?.adoptedStyleSheets.push(more.callStyles.styleSheet!);
      this.#cut = new more.CutCalls(this.#bar);
      this.#cut.look(this.#bar.phone?.state.calls ?? []);
      this.actions = more.callActions({ ...this.#means, bar: this.#bar, cut: this.#cut });
      this.callers = new more.Callers(this.#bar);
      const { callers } = this;
      this.#bar.addController(new more.RecordingTeller({ ...this.#means, bar: this.#bar, callers }));
      this.more = more;
    } catch {
      this.plain = true;
    }
  }
}
