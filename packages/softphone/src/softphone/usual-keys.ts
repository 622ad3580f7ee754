/** Which key does what, unless a person has changed it. */
export const SHORTCUTS = ['answer', 'hangUp', 'mute', 'hold', 'dial', 'calls', 'phone'] as const;
export type Shortcut = (typeof SHORTCUTS)[number];

/** No browser and no screen reader that we know of has them. */
const USUAL_KEYS: Readonly<Record<Shortcut, string>> = {
  answer: 'Alt+Shift+U',
  hangUp: 'Alt+Shift+H',
  mute: 'Alt+Shift+M',
  hold: 'Alt+Shift+O',
  dial: 'Alt+Shift+D',
  calls: 'Alt+Shift+L',
  phone: 'Alt+Shift+P',
};

/** By what they do, where they differ from the usual ones; an empty one is switched off. */
export type ChangedKeys = Readonly<Record<string, string>>;

export function keyOf(name: Shortcut, changed: ChangedKeys): string {
  return changed[name] ?? USUAL_KEYS[name];
}

/** `Alt+Shift+M`, by the place of the key and not by the letter: the same one in every layout. Empty for what is no key of its own. */
export function comboOf(event: KeyboardEvent): string {
  const key = /^(?:Key([A-Z])|Digit(\d)|(F\d+))$/.exec(event.code);
  const name = key?.[1] ?? key?.[2] ?? key?.[3];
  if (!name) return '';
  const held = [
    [event.ctrlKey, 'Ctrl'],
    [event.metaKey, 'Meta'],
    [event.altKey, 'Alt'],
    [event.shiftKey, 'Shift'],
  ] as const;
  return [...held.filter(([down]) => down).map(([, modifier]) => modifier), name].join('+');
}

/** For `aria-keyshortcuts`; undefined for one that is switched off. */
export function spokenKey(name: Shortcut, changed: ChangedKeys): string | undefined {
  return keyOf(name, changed).replace('Ctrl', 'Control') || undefined;
}
