/**
 * Numbers in the page's own text call by the bar when they are clicked. The page's document stays as it is: they are marked by the CSS
 * Custom Highlight API, and a click is looked up by its place. The list in the bar's "More" is the way for the keyboard.
 */
import type { Phone } from '@ringback/model';
import { PLANNED_COUNTRIES } from './find-numbers.ts';
import { type PageNumber, PageScan } from './page-scan.ts';

export interface PageNumbersOptions {
  /** `on`, or the country whose numbers are known without their plus. */
  wanted: string;
  phone: Pick<Phone, 'state'>;
  dial: (number: string) => unknown;
  /** Gives the bar what it lists; called with undefined at the end. */
  list: (numbers: (() => string[]) | undefined) => void;
  root?: HTMLElement;
  whenIdle?: (work: () => void) => () => void;
}

const MARK = 'ringback-number';
const UNDER_POINTER = 'ringback-number-hover';
/** The second rule holds while the pointer is over a number. */
const MARKED = `::highlight(${MARK}) { text-decoration: underline dotted; }`;
const POINTED = `:root { cursor: pointer; } ::highlight(${UNDER_POINTER}) { text-decoration: underline; }`;

/** What the list shows at most. */
const MAX_LISTED = 50;

/** @returns the way to stop. */
export function startPageNumbers(options: PageNumbersOptions): () => void {
  const { wanted, phone, dial, list, root = document.body, whenIdle = whenBrowserIsIdle } = options;
  const country = PLANNED_COUNTRIES.find((one) => one === wanted);
  if (!country && wanted !== 'on') console.warn(complaint(wanted));
  const marks = createMarks();
  const scan = new PageScan({ root, country, whenIdle, changed: () => marks.mark(scan.all) });
  list(() => listed(scan));

  const found = (place: Place): PageNumber | undefined =>
    phone.state.status === 'registered' ? numberAt(scan, place) : undefined;
  const clicked = (event: MouseEvent): void => {
    const { button, ctrlKey, metaKey, shiftKey, altKey, defaultPrevented, detail } = event;
    if (button || ctrlKey || metaKey || shiftKey || altKey || defaultPrevented || detail > 1) return;
    // Whoever has marked a text wants to copy it.
    if (getSelection()?.isCollapsed === false) return;
    const number = found(placeOf(event));
    if (number) dial(number.text);
  };
  let frame = 0;
  const moved = (event: PointerEvent): void => {
    if (event.pointerType !== 'mouse') return;
    cancelAnimationFrame(frame);
    // An event forgets its path when everybody has heard of it.
    const place = placeOf(event);
    frame = requestAnimationFrame(() => marks.point(found(place)));
  };
  // At the window, so that every listener of the page has had its say.
  addEventListener('click', clicked);
  addEventListener('pointermove', moved, { passive: true });
  return () => {
    removeEventListener('click', clicked);
    removeEventListener('pointermove', moved);
    cancelAnimationFrame(frame);
    scan.stop();
    marks.remove();
    list(undefined);
  };
}

function complaint(wanted: string): string {
  return `Ringback: data-dial-numbers="${wanted}" is none of on, ${PLANNED_COUNTRIES.join(', ')}; numbers with a plus are found all the same.`;
}

/** Each once, and only those that can be seen. */
function listed(scan: PageScan): string[] {
  const byDigits = new Map<string, string>();
  for (const { text, range } of scan.all) {
    if (byDigits.size === MAX_LISTED) break;
    const digits = text.replace(/\D/g, '');
    if (byDigits.has(digits) || !range.startContainer.parentElement?.checkVisibility()) continue;
    byDigits.set(digits, text);
  }
  return [...byDigits.values()];
}

interface Place {
  x: number;
  y: number;
  /** What is in front there. */
  target: EventTarget | undefined;
}

function placeOf(event: MouseEvent): Place {
  return { x: event.clientX, y: event.clientY, target: event.composedPath()[0] };
}

/** The number whose very letters are at this place: the nearest caret is also there for a click beside the line. */
function numberAt(scan: PageScan, { x, y, target }: Place): PageNumber | undefined {
  const caret = caretAt(x, y);
  if (!caret || !(target instanceof Node) || !target.contains(caret.node)) return undefined;
  const number = scan.at(caret.node, caret.offset);
  if (!number) return undefined;
  const { startContainer, startOffset, endOffset } = number.range;
  const range = document.createRange();
  range.setStart(startContainer, startOffset);
  range.setEnd(startContainer, Math.min(endOffset, (startContainer as Text).length));
  const isInside = ({ left, right, top, bottom }: DOMRect): boolean =>
    left <= x && x <= right && top <= y && y <= bottom;
  return [...range.getClientRects()].some(isInside) ? number : undefined;
}

/** By the standard's method, or by the one that older browsers have. */
function caretAt(x: number, y: number): { node: Node; offset: number } | undefined {
  if ('caretPositionFromPoint' in document) {
    const position = document.caretPositionFromPoint(x, y);
    return position ? { node: position.offsetNode, offset: position.offset } : undefined;
  }
  const range = (document as Document).caretRangeFromPoint(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : undefined;
}

function createMarks() {
  const marked = new CSSStyleSheet();
  const pointed = new CSSStyleSheet();
  marked.replaceSync(MARKED);
  const sheets = [marked, pointed];
  // Where the browser marks nothing, numbers are found by the list, and by a click all the same.
  const highlights = 'highlights' in CSS ? CSS.highlights : undefined;
  let under: PageNumber | undefined;
  document.adoptedStyleSheets.push(...sheets);
  return {
    mark(numbers: readonly PageNumber[]): void {
      highlights?.set(MARK, new Highlight(...numbers.map(({ range }) => range)));
    },
    point(number: PageNumber | undefined): void {
      if (number === under) return;
      under = number;
      pointed.replaceSync(number ? POINTED : '');
      if (number) highlights?.set(UNDER_POINTER, new Highlight(number.range));
      else highlights?.delete(UNDER_POINTER);
    },
    remove(): void {
      highlights?.delete(MARK);
      highlights?.delete(UNDER_POINTER);
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !sheets.includes(sheet));
    },
  };
}

/** Longest that a reading waits for an idle moment, ms. */
const PATIENCE_MS = 2_000;

function whenBrowserIsIdle(work: () => void): () => void {
  if (!('requestIdleCallback' in globalThis)) {
    const timer = setTimeout(work, 200);
    return () => clearTimeout(timer);
  }
  const request = requestIdleCallback(work, { timeout: PATIENCE_MS });
  return () => cancelIdleCallback(request);
}
