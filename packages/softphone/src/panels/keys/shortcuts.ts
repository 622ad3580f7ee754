/** The keyboard map: what each shortcut does, and whether a key can be one. */
import type { PhoneCall } from '@ringback/model';
import { isTalking, mayAnswer, mayHold, mayMute } from '../../softphone/call-kind.ts';
import { cleanNumber } from '../../softphone/clean-number.ts';
import type { RingbackSoftphone } from '../../softphone/softphone.ts';
import { type ChangedKeys, comboOf, keyOf, type Shortcut, SHORTCUTS } from '../../softphone/usual-keys.ts';

/** What counts, with what was changed; an empty one is switched off. */
export function keysOf(changed: ChangedKeys): Record<Shortcut, string> {
  const all = SHORTCUTS.map((name) => [name, keyOf(name, changed)]);
  return Object.fromEntries(all) as Record<Shortcut, string>;
}

export type Conflict = 'noModifier' | 'browser' | 'page' | Shortcut;

/** Of every browser that we know: they never reach a page, or must not be taken from the person. */
const BROWSERS =
  /^(?:(?:Ctrl|Meta)\+[A-Z\d]|(?:Ctrl|Meta)\+Shift\+[A-Z]|Alt\+[A-Z\d]|(?:(?:Ctrl|Alt|Shift)\+)*F(?:1|3|4|5|6|7|10|11|12))$/;

/** Why this key cannot do that; undefined when it can. */
export function conflictOf(
  combo: string,
  wanted: Shortcut,
  keys: Readonly<Record<Shortcut, string>>,
): Conflict | undefined {
  const [name = ''] = combo.split('+').slice(-1);
  if (combo === name && !/^F\d+$/.test(name)) return 'noModifier';
  if (/^Shift\+[A-Z\d]$/.test(combo)) return 'noModifier';
  if (BROWSERS.test(combo)) return 'browser';
  const taken = SHORTCUTS.find((other) => other !== wanted && keys[other] === combo);
  if (taken) return taken;
  // Firefox gives Alt+Shift and a letter to the page's own access keys.
  const access = combo.startsWith('Alt+') && document.querySelector(`[accesskey="${CSS.escape(name)}" i]`);
  return access ? 'page' : undefined;
}

/** Does what the pressed key stands for, if it stands for anything. */
export function obey(bar: RingbackSoftphone, event: KeyboardEvent): void {
  const combo = comboOf(event);
  const keys = keysOf(bar.keys);
  const wanted = combo && SHORTCUTS.find((name) => keys[name] === combo);
  if (!wanted) return;
  event.preventDefault();
  const find = (is: (call: PhoneCall) => boolean): PhoneCall | undefined => bar.calls.find(is);
  const talked = find(({ state }) => state === 'connected') ?? find(isTalking);
  const does: Record<Shortcut, () => void> = {
    answer: () => on(find(mayAnswer), (call) => bar.answer(call)),
    hangUp: () => on(talked ?? find(({ state }) => state !== 'ended'), (call) => bar.end(call)),
    mute: () => on(talked && mayMute(talked) ? talked : undefined, bar.actions?.mute),
    hold: () => on(talked && mayHold(talked) ? talked : undefined, bar.actions?.hold),
    dial: () => bar.prepare(numberIn(String(getSelection() ?? ''))),
    calls: () => bar.open('recent'),
    phone: () => toPhoneAndBack(bar),
  };
  does[wanted]();
}

/** Where the focus was before the phone got it. */
let elsewhere: Element | null = null;

function toPhoneAndBack(bar: RingbackSoftphone): void {
  if (!bar.matches(':focus-within')) {
    elsewhere = focused();
    return bar.focus();
  }
  if (elsewhere instanceof HTMLElement && elsewhere.isConnected) elsewhere.focus();
}

/** Also in the shadow tree of a card, where somebody writes. */
function focused(): Element | null {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  return one;
}

function on(call: PhoneCall | undefined, act: ((call: PhoneCall) => void) | undefined): void {
  if (call && !call.recovering) act?.(call);
}

/** A number that is marked in the page is what one wants to dial. */
function numberIn(marked: string): string {
  const number = cleanNumber(marked);
  return marked.length < 80 && (number.match(/\d/g)?.length ?? 0) > 2 ? number : '';
}
