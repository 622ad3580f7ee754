/** A browser lets a page ask for a speaker only when its own button was pressed (W3C Audio Output Devices API); a click in the host's page is none. */
import type { Look } from '../protocol.ts';
import { speakerWords } from './speaker-question.words.ts';
import { drawWindow, make, openWindow, type Stage } from './window.ts';

/** Resolves when `ask` has, or when the person does not want to; rejects with what `ask` was refused with. */
export function askForSpeaker(stage: Stage, look: Look, ask: () => Promise<void>): Promise<void> {
  const words = speakerWords[look.locale];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const window = drawWindow(words.title, look, resolve);
  const choose = make('button', { type: 'button', className: 'primary', textContent: words.choose });
  const cancel = make('button', { type: 'button', textContent: words.cancel });
  const actions = make('div', { className: 'actions' });
  actions.append(cancel, choose);
  window.append(make('p', { textContent: words.why }), actions);
  cancel.addEventListener('click', () => resolve());
  choose.addEventListener('click', () => {
    if (choose.ariaDisabled) return;
    choose.ariaDisabled = 'true';
    ask().then(resolve, reject);
  });
  openWindow(stage, window, choose);
  return promise.finally(() => {
    // Another window may have come meanwhile: the login.
    if (!window.isConnected) return;
    stage.root.replaceChildren();
    stage.hide();
  });
}
