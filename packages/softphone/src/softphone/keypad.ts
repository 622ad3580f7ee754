/** Twelve keys for a voice menu at the far side: by pointer, or by typing while the focus is among them. */
import { icon, xIcon } from '@ringback/ui';
import { html, type TemplateResult } from 'lit';
import type { SoftphoneWords } from './softphone.words.ts';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

export interface Keypad {
  readonly words: SoftphoneWords;
  /** What was pressed so far. */
  readonly tones: string;
  press(tone: string): void;
  close(): void;
}

export function keypad({ words, tones, press, close }: Keypad): TemplateResult {
  const typed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') close();
    else if (KEYS.some((key) => key === event.key)) press(event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<div class="keypad" part="keypad" role="group" aria-label=${words.keypad} @keydown=${typed}>
    <output class="tones" aria-label=${words.keypad}>${tones}</output>
    <button
      class="button quiet icon-only"
      type="button"
      aria-label=${words.closeKeypad}
      title=${words.closeKeypad}
      @click=${close}
    >
      ${icon(xIcon)}
    </button>
    ${KEYS.map((key) => html`<button class="button key" part="key" type="button" @click=${() => press(key)}>${key}</button>`)}
  </div>`;
}
