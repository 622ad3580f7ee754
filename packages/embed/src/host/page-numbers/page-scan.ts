/**
 * Which numbers stand where in the page: read once, then again where it changes, a piece at a time while the browser has nothing better
 * to do. The page is only read. What stands inside a shadow root, or in several elements, is not found.
 */
import { findNumbers, type PlannedCountry } from './find-numbers.ts';

export interface PageNumber {
  readonly text: string;
  readonly range: StaticRange;
}

/** Links and buttons do something already; fields are typed into; code is no speech. */
const LEFT_OUT =
  'a, button, input, textarea, select, label, summary, code, pre, kbd, samp, script, style, noscript, template, svg, iframe, ' +
  '[contenteditable]:not([contenteditable="false"]), [role="button"], [role="link"], [role="textbox"], [role="menuitem"], [role="option"], ' +
  '[data-ringback-dial="off"], ringback-softphone, ringback-caller-card, ringback-call-log';

/** Texts that are read at a time: some milliseconds on a slow machine. */
const TEXTS_AT_A_TIME = 300;
/** A longer text is a document or data in disguise. */
const LONGEST_TEXT = 20_000;
/** What a page may have marked; a list of a thousand customers has more than anybody reads. */
const MAX_NUMBERS = 1_000;
/** With more changed places than these the whole page is read again. */
const MAX_CHANGED = 100;

export interface PageScanOptions {
  root: HTMLElement;
  country: PlannedCountry | undefined;
  /** Runs a piece of work when the browser is idle; returns the way to drop it. */
  whenIdle: (work: () => void) => () => void;
  /** After each reading that found another set of numbers. */
  changed: () => void;
}

export class PageScan {
  readonly #options: PageScanOptions;
  readonly #numbers = new Map<Text, readonly PageNumber[]>();
  readonly #waiting = new Set<Node>();
  readonly #observer = new MutationObserver((records) => this.#note(records));
  #walk: Iterator<Text> | undefined;
  #drop: (() => void) | undefined;
  #count = 0;

  constructor(options: PageScanOptions) {
    this.#options = options;
    this.#observer.observe(options.root, { childList: true, characterData: true, subtree: true });
    this.#want(options.root);
  }

  /** In the order in which they were found. */
  get all(): PageNumber[] {
    return [...this.#numbers.values()].flat();
  }

  /** The number at this place in a text. */
  at(node: Node, offset: number): PageNumber | undefined {
    return this.#numbers
      .get(node as Text)
      ?.find(({ range }) => range.startOffset <= offset && offset <= range.endOffset);
  }

  stop(): void {
    this.#observer.disconnect();
    this.#drop?.();
    this.#waiting.clear();
    this.#numbers.clear();
  }

  #note(records: readonly MutationRecord[]): void {
    for (const { type, target, addedNodes, removedNodes } of records) {
      if (type === 'characterData') this.#want(target);
      for (const node of addedNodes) this.#want(node);
      // Nothing is read there, but what has gone must not stay marked.
      if (removedNodes.length > 0) this.#plan();
    }
  }

  #want(node: Node): void {
    this.#waiting.add(node);
    if (this.#waiting.size > MAX_CHANGED) {
      this.#waiting.clear();
      this.#waiting.add(this.#options.root);
    }
    this.#plan();
  }

  #plan(): void {
    this.#drop ??= this.#options.whenIdle(() => {
      this.#drop = undefined;
      this.#read();
    });
  }

  /** One piece; what is left waits for the next idle moment. */
  #read(): void {
    let changed = this.#forgetGone();
    for (let read = 0; read < TEXTS_AT_A_TIME; read += 1) {
      const text = this.#next();
      if (!text) break;
      changed = this.#look(text) || changed;
    }
    if (this.#walk || this.#waiting.size > 0) this.#plan();
    if (changed) this.#options.changed();
  }

  #next(): Text | undefined {
    while (this.#walk || this.#waiting.size > 0) {
      if (!this.#walk) {
        const [node] = this.#waiting;
        this.#waiting.delete(node!);
        this.#walk = textsIn(node!);
      }
      const { value, done } = this.#walk.next() as IteratorResult<Text, undefined>;
      if (!done) return value;
      this.#walk = undefined;
    }
    return undefined;
  }

  #look(text: Text): boolean {
    const before = this.#numbers.get(text);
    const fits = text.isConnected && text.length <= LONGEST_TEXT && this.#count < MAX_NUMBERS;
    const found = fits && isSpeech(text) ? findNumbers(text.data, this.#options.country) : [];
    this.#count += found.length - (before?.length ?? 0);
    if (found.length > 0)
      this.#numbers.set(
        text,
        found.map(({ text: written, start, end }) => ({ text: written, range: rangeIn(text, start, end) })),
      );
    else this.#numbers.delete(text);
    return found.length > 0 || before !== undefined;
  }

  #forgetGone(): boolean {
    let gone = false;
    for (const [text, { length }] of this.#numbers) {
      if (text.isConnected) continue;
      this.#numbers.delete(text);
      this.#count -= length;
      gone = true;
    }
    return gone;
  }
}

/** Seven digits are the least that a number has. */
const MAYBE = /\d(?:\D{0,4}\d){6}/;

function* textsIn(node: Node): Generator<Text, undefined> {
  if (node instanceof Text) yield node;
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) yield walker.currentNode as Text;
  return undefined;
}

function isSpeech(text: Text): boolean {
  return MAYBE.test(text.data) && !!text.parentElement && !text.parentElement.closest(LEFT_OUT);
}

function rangeIn(text: Text, startOffset: number, endOffset: number): StaticRange {
  return new StaticRange({ startContainer: text, startOffset, endContainer: text, endOffset });
}
