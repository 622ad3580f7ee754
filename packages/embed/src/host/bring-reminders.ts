/**
 * Who has tasks is reminded of them in every page of the panel, also where its developer put nothing for it. The element is loaded as all
 * panels are: when it stands in the page.
 */
import type { Backend } from '@ringback/model';

const TAG = 'ringback-task-reminders';

/** @returns the way to stop, and to take it off again. */
export function bringReminders(backend: Backend, page: Document = document): () => void {
  let mine: HTMLElement | undefined;
  const stops = [backend.subscribe(look), backend.follow(look)];

  function look(): void {
    // The page's own is enough, wherever it stands.
    if (mine || !backend.tasks || backend.state.status !== 'online' || page.querySelector(TAG)) return;
    mine = page.createElement(TAG);
    page.body.append(mine);
  }

  look();
  return () => {
    for (const stop of stops) stop();
    mine?.remove();
  };
}
