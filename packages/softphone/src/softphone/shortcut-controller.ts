/** Waits for a key that could be a shortcut; what it means is read by a part that is loaded then. */
import type { ReactiveController } from 'lit';
import type * as Shortcuts from '../panels/keys/shortcuts.ts';
import type { RingbackSoftphone } from './softphone.ts';
import { comboOf, keyOf } from './usual-keys.ts';

export class ShortcutController implements ReactiveController {
  readonly #bar: RingbackSoftphone;
  #obey: typeof Shortcuts.obey | undefined;

  constructor(bar: RingbackSoftphone) {
    this.#bar = bar;
    bar.addController(this);
  }

  hostConnected(): void {
    addEventListener('keydown', this.#pressed);
  }

  hostDisconnected(): void {
    removeEventListener('keydown', this.#pressed);
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const possible = event.altKey || event.ctrlKey || event.metaKey || /^F\d+$/.test(event.key);
    // The page's own shortcuts come first, and whoever types is left alone, but for our own field, which is full of numbers.
    const elsewhere = isTyping(event) && !event.composedPath().includes(this.#bar);
    if (!possible || event.defaultPrevented || event.repeat) return;
    if (elsewhere) {
      // To the phone one gets from anywhere; but with AltGr some keyboards type a sign.
      const toPhone = comboOf(event) === keyOf('phone', this.#bar.keys);
      if (!toPhone || event.getModifierState('AltGraph')) return;
      // At once: when the part has come, the sign of Option+Shift+P would stand in the text.
      event.preventDefault();
    }
    if (this.#obey) return this.#obey(this.#bar, event);
    const loading = import('../panels/keys/shortcuts.ts');
    loading.then(({ obey }) => (this.#obey = obey)(this.#bar, event)).catch(() => {});
  };
}

export function isTyping(event: Event): boolean {
  const [target] = event.composedPath();
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('textarea,input:not([type=radio],[type=checkbox])'))
  );
}
