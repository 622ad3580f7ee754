/**
 * Panels of the customer's record stand in the page's own HTML; each is loaded when the first of its kind is seen, or, where it answers
 * what is asked for in the page, when it has a place there, however far down.
 */
import type { Locale } from '@ringback/model';
import { bringPanelsWords } from './bring-panels.words.ts';

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

/** Windows: nothing of them is seen before they are asked for, or have something to tell. */
const UNSEEN: readonly string[] = ['ringback-record-window', 'ringback-task-form', 'ringback-task-reminders'];

/** These answer `ringback-record-open` and `ringback-record-create`, as all do that are `everywhere`. */
const ANSWERING: readonly string[] = ['ringback-deals', 'ringback-processes', 'ringback-tasks'];

/** A player is one line, and keeps no place. */
const NO_ROOM: readonly string[] = [...UNSEEN, 'ringback-player'];

/** Somewhat before it is seen, so that scrolling does not wait. */
const AHEAD = '200px';

/**
 * A panel that the page hides, or that stands further down, costs nothing until it is shown. Panels inside another element's shadow tree
 * are not seen: whoever puts them there imports them.
 * @returns the way to stop looking
 */
export function bringPanels(page: Document, locale: Locale, loaders: Loaders = PANELS): () => void {
  const waiting = new Map(Object.entries(loaders));
  const room = roomFor(
    Object.keys(loaders).filter((tag) => !NO_ROOM.includes(tag)),
    bringPanelsWords[locale].notLoaded,
  );
  page.adoptedStyleSheets.push(room);
  const sight = new IntersectionObserver(
    (seen) => {
      for (const { isIntersecting, target } of seen) if (isIntersecting) bring(target.localName);
    },
    { rootMargin: AHEAD },
  );
  // What the page hides has no size.
  const place = new ResizeObserver((sized) => {
    for (const { contentRect, target } of sized) if (contentRect.height) bring(target.localName);
  });
  const watch = new MutationObserver(look);
  watch.observe(page, { childList: true, subtree: true });

  function look(): void {
    // The collections are live and kept by the browser: asking again costs next to nothing.
    for (const tag of waiting.keys())
      for (const panel of page.getElementsByTagName(tag))
        if (UNSEEN.includes(tag)) bring(tag);
        else {
          sight.observe(panel);
          if (ANSWERING.includes(tag) || panel.hasAttribute('everywhere')) place.observe(panel);
        }
  }

  function bring(tag: string): void {
    const load = waiting.get(tag);
    if (!load) return;
    waiting.delete(tag);
    for (const panel of page.getElementsByTagName(tag))
      for (const observer of [sight, place]) observer.unobserve(panel);
    // Should it not come, the next change of the page asks again.
    load().catch(() => waiting.set(tag, load));
  }

  /** Paper shows also what nobody has scrolled to. */
  function print(): void {
    for (const tag of waiting.keys())
      if ([...page.getElementsByTagName(tag)].some((panel) => panel.checkVisibility())) bring(tag);
  }

  addEventListener('beforeprint', print);
  look();
  return () => {
    removeEventListener('beforeprint', print);
    for (const observer of [watch, sight, place]) observer.disconnect();
    page.adoptedStyleSheets = page.adoptedStyleSheets.filter((sheet) => sheet !== room);
  };
}

/**
 * What has not come takes a place on the screen: else all that stands below it would be in sight. Whatever the page says of it counts more.
 * Paper says that it has not come: a part that is silently missing would be taken for an empty one.
 */
function roomFor(tags: readonly string[], notLoaded: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  const panel = `:where(${tags.join()}):where(:not(:defined,[hidden]))`;
  sheet.replaceSync(
    `@media not print{${panel}{display:block;min-block-size:${AHEAD}}}@media print{${panel}::before{display:block;content:"${notLoaded}"}}`,
  );
  return sheet;
}
