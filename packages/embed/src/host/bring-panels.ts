/** Panels of the customer's record stand in the page's own HTML; each is loaded when the first of its kind comes into the page. */

type Loaders = Record<string, () => Promise<unknown>>;

const PANELS: Loaders = {
  'ringback-call-log': () => import('@ringback/widgets/ringback-call-log.js'),
  'ringback-deals': () => import('@ringback/widgets/ringback-deals.js'),
  'ringback-deal-card': () => import('@ringback/widgets/ringback-deal-card.js'),
  'ringback-desk': () => import('@ringback/widgets/ringback-desk.js'),
  'ringback-funnel': () => import('@ringback/widgets/ringback-funnel.js'),
  'ringback-leads': () => import('@ringback/widgets/ringback-leads.js'),
  'ringback-letters': () => import('@ringback/widgets/ringback-letters.js'),
  'ringback-party-card': () => import('@ringback/widgets/ringback-party-card.js'),
  'ringback-party-list': () => import('@ringback/widgets/ringback-party-list.js'),
  'ringback-player': () => import('@ringback/widgets/ringback-player.js'),
  'ringback-process': () => import('@ringback/widgets/ringback-process.js'),
  'ringback-process-editor': () => import('@ringback/widgets/ringback-process-editor.js'),
  'ringback-processes': () => import('@ringback/widgets/ringback-processes.js'),
  'ringback-record-window': () => import('@ringback/widgets/ringback-record-window.js'),
  'ringback-task-form': () => import('@ringback/widgets/ringback-task-form.js'),
  'ringback-task-reminders': () => import('@ringback/widgets/ringback-task-reminders.js'),
  'ringback-tasks': () => import('@ringback/widgets/ringback-tasks.js'),
  'ringback-timeline': () => import('@ringback/widgets/ringback-timeline.js'),
};

/**
 * Panels inside another element's shadow tree are not seen: whoever puts them there imports them.
 * @returns the way to stop looking
 */
export function bringPanels(page: Document, loaders: Loaders = PANELS): () => void {
  const waiting = new Map(Object.entries(loaders));
  const watch = new MutationObserver(look);
  watch.observe(page, { childList: true, subtree: true });

  function look(): void {
    for (const [tag, load] of waiting) {
      // The collection is live and kept by the browser: asking again costs next to nothing.
      if (!page.getElementsByTagName(tag).length) continue;
      waiting.delete(tag);
      load().catch(() => waiting.set(tag, load));
    }
    if (!waiting.size) watch.disconnect();
  }

  look();
  return () => watch.disconnect();
}
