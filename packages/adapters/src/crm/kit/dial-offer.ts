/**
 * Offers to call a number that stands in a field or was selected in somebody's page: one button of ours beside it, which is there only
 * meanwhile. Links of the kind `tel:` are called by `ringback.js` itself. Nothing of the page is changed.
 */

export interface DialOfferOptions {
  page: Document;
  /** Fields in which numbers stand; CSS selectors. */
  fields: string;
  dial: (number: string) => void;
}

/** As people write numbers; what it is, the gateway decides. */
const NUMBER = /^[\d\s+()./-]+$/;
/** Dates and prices that were selected are shorter. */
const FEWEST_SELECTED = 9;
const FEWEST_IN_FIELD = 3;
const MOST_DIGITS = 15;

const WORDS: Record<string, string> = { en: 'Call', uk: 'Зателефонувати', ru: 'Позвонить' };

const STYLES = `
  :host { all: initial; position: fixed; z-index: 2147483646; inset: 0 auto auto 0; }
  button { font: 500 13px/1 system-ui, sans-serif; padding: 8px 10px; min-block-size: 28px; border-radius: 6px;
    border: 1px solid color-mix(in oklab, CanvasText 25%, Canvas); background: Canvas; color: CanvasText; cursor: pointer; }
  button:hover { background: color-mix(in oklab, CanvasText 8%, Canvas); }
`;

/** @returns the way to stop. */
export function createDialOffer({ page, fields, dial }: DialOfferOptions): () => void {
  let offered: string | undefined;
  const host = page.createElement('div');
  const button = page.createElement('button');
  button.type = 'button';
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(button);

  function offer(number: string | undefined, beside: DOMRect | undefined): void {
    offered = number;
    if (number === undefined || !beside) return host.remove();
    const word = WORDS[page.documentElement.lang.slice(0, 2)] ?? WORDS.en;
    button.textContent = `☎ ${word} ${number}`;
    button.title = 'Alt+Enter';
    page.body.append(host);
    const view = page.documentElement;
    const left = Math.min(beside.left, view.clientWidth - host.offsetWidth - 4);
    const below = beside.bottom + 4;
    const fits = below + host.offsetHeight <= view.clientHeight;
    const top = fits ? below : beside.top - host.offsetHeight - 4;
    // By script, not by an attribute: a strict policy of the page allows no style attributes.
    host.style.setProperty('transform', `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`);
  }

  const fieldOf = (event: Event): HTMLInputElement | undefined => {
    const [element] = event.composedPath();
    return element instanceof HTMLInputElement && element.matches(fields) ? element : undefined;
  };
  const onField = (event: Event) => {
    const field = fieldOf(event);
    if (field) offer(numberIn(field.value, FEWEST_IN_FIELD), field.getBoundingClientRect());
  };
  const onLeave = (event: Event) => fieldOf(event) && offer(undefined, undefined);
  const onSelect = () => {
    const selection = page.getSelection();
    if (page.activeElement?.matches(fields)) return;
    const number = numberIn(selection?.toString() ?? '', FEWEST_SELECTED);
    if (number !== undefined || offered !== undefined)
      offer(number, number === undefined ? undefined : selection?.getRangeAt(0).getBoundingClientRect());
  };
  const call = () => {
    const number = offered;
    offer(undefined, undefined);
    if (number !== undefined) dial(number);
  };
  const onKey = (event: KeyboardEvent) => {
    if (offered === undefined) return;
    if (event.key === 'Escape') return offer(undefined, undefined);
    if (event.key !== 'Enter' || !event.altKey) return;
    event.preventDefault();
    call();
  };
  // The field keeps its focus, and the selection stays.
  const onPress = (event: Event) => event.preventDefault();

  const stop = new AbortController();
  const { signal } = stop;
  button.addEventListener('click', call, { signal });
  button.addEventListener('pointerdown', onPress, { signal });
  button.addEventListener('mousedown', onPress, { signal });
  page.addEventListener('focusin', onField, { signal });
  page.addEventListener('input', onField, { signal });
  page.addEventListener('focusout', onLeave, { signal });
  page.addEventListener('selectionchange', onSelect, { signal });
  page.addEventListener('keydown', onKey, { signal });
  return () => {
    stop.abort();
    host.remove();
  };
}

function numberIn(text: string, fewest: number): string | undefined {
  const number = text.trim();
  const digits = number.replace(/\D/g, '').length;
  return NUMBER.test(number) && digits >= fewest && digits <= MOST_DIGITS ? number : undefined;
}
