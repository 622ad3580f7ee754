/** Tells of a reminder while nobody sees the page, where the person has allowed it; the same reminder once. */
import type { TaskReminder } from '@ringback/model';

export class DesktopNotes {
  readonly #shown = new Map<string, Notification>();

  /** Those that are to be seen now; others go. */
  show(reminders: readonly TaskReminder[], title: (reminder: TaskReminder) => string): void {
    const keys = new Set(reminders.map(keyOf));
    for (const [key, note] of this.#shown) {
      if (keys.has(key)) continue;
      note.close();
      this.#shown.delete(key);
    }
    if (!document.hidden || globalThis.Notification?.permission !== 'granted') return;
    for (const reminder of reminders) {
      const key = keyOf(reminder);
      if (this.#shown.has(key)) continue;
      const body = reminder.task.partyName ?? '';
      const note = new Notification(title(reminder), {
        body,
        tag: `ringback-${key}`,
        requireInteraction: true,
      });
      note.addEventListener('click', () => {
        window.focus();
        note.close();
      });
      this.#shown.set(key, note);
    }
  }
}

/** A task that reminds again is another reminder. */
export const keyOf = ({ task: { system, id }, at }: TaskReminder): string => `${system}:${id}:${at}`;
