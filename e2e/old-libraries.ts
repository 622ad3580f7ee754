/**
 * What libraries of before ES2015 do to the page that Ringback is put into, as their documentation and their sources tell: their methods
 * are on the browser's prototypes, where `for … in` sees them, and some of the browser's own are replaced by others of the same name. Each
 * runs in the page before its first script.
 */

/** Prototype 1.6, which Magento 1 and OpenMage pages load. */
export function prototypeJs(): void {
  if (window !== window.top) return;
  type Each = (value: unknown, index: number) => unknown;
  const identity: Each = (value) => value;
  const collect = (list: ArrayLike<unknown>): unknown[] => {
    const all: unknown[] = [];
    for (let index = 0; index < list.length; index += 1) all[all.length] = list[index];
    return all;
  };
  // Its iterators are given no third argument.
  const iterate = (list: unknown[], each: Each): void => {
    for (let index = 0; index < list.length; index += 1) each(list[index], index);
  };
  Object.assign(Array.prototype, {
    map(this: unknown[], each: Each = identity) {
      const all: unknown[] = [];
      iterate(this, (value, index) => (all[all.length] = each(value, index)));
      return all;
    },
    filter(this: unknown[], each: Each) {
      const all: unknown[] = [];
      iterate(this, (value, index) => each(value, index) && (all[all.length] = value));
      return all;
    },
    every(this: unknown[], each: Each = identity) {
      let every = true;
      iterate(this, (value, index) => (every &&= !!each(value, index)));
      return every;
    },
    some(this: unknown[], each: Each = identity) {
      let some = false;
      iterate(this, (value, index) => (some ||= !!each(value, index)));
      return some;
    },
    // Made for what `$$` finds, and not the reduce of today.
    reduce(this: unknown[]) {
      return this.length > 1 ? this : this[0];
    },
    entries(this: unknown[]) {
      return collect(this);
    },
    each: iterate,
    first(this: unknown[]) {
      return this[0];
    },
    last(this: unknown[]) {
      return this[this.length - 1];
    },
    clear(this: unknown[]) {
      this.length = 0;
      return this;
    },
    size(this: unknown[]) {
      return this.length;
    },
    toJSON(this: unknown[]) {
      return `[${this.map((value) => JSON.stringify(value)).join(', ')}]`;
    },
  });
  Object.assign(String.prototype, {
    blank(this: string) {
      return /^\s*$/.test(this);
    },
    toJSON(this: string) {
      return `"${this}"`;
    },
  });
  Object.assign(Date.prototype, {
    toJSON(this: Date) {
      return `"${this.toISOString()}"`;
    },
  });
  Object.assign(Function.prototype, {
    bind(this: (...args: unknown[]) => unknown, self: unknown, ...given: unknown[]) {
      return (...args: unknown[]) => this.apply(self, given.concat(args));
    },
    curry: identity,
    defer: identity,
  });
  // Also what is inherited.
  const keys = (of: Record<string, unknown>): string[] => {
    const all: string[] = [];
    for (const key in of) all[all.length] = key;
    return all;
  };
  Object.assign(Object, { keys, values: (of: Record<string, unknown>) => keys(of).map((key) => of[key]) });
  Object.assign(Array, { from: collect });
  const native = window.Element;
  const Element = Object.assign(() => document.createElement('div'), { prototype: native.prototype });
  Object.assign(window, { Element, $: (id: string) => document.getElementById(id), $$: collect });
  const shown = (element: HTMLElement, display: string): HTMLElement => {
    element.style.display = display;
    return element;
  };
  Object.assign(HTMLElement.prototype, {
    remove(this: HTMLElement) {
      this.parentNode?.removeChild(this);
      return this;
    },
    show(this: HTMLElement) {
      return shown(this, '');
    },
    hide(this: HTMLElement) {
      return shown(this, 'none');
    },
    update: identity,
    select: identity,
    observe: identity,
    fire: identity,
    insert: identity,
    visible: identity,
  });
}

/** MooTools 1.2, and what came before it: its own Event, Element and Request stand where the browser's were, and every object has more. */
export function mooTools(): void {
  if (window !== window.top) return;
  const extend = function extend(this: object, more: object): object {
    return Object.assign(this, more);
  };
  Object.assign(Object.prototype, { extend });
  const native = { event: window.Event, element: window.Element };
  class Event {
    readonly event: unknown;
    constructor(event: unknown) {
      this.event = event;
    }
    stop(): void {}
  }
  class Request {
    readonly options: unknown;
    constructor(options: unknown) {
      this.options = options;
    }
    send(): void {}
  }
  function Element(tag: string): HTMLElement {
    return document.createElement(tag);
  }
  Element.prototype = native.element.prototype;
  Object.assign(window, { Event, Request, Element });
  const listOf = (item: unknown): unknown[] => {
    if (item === null || item === undefined) return [];
    const isList = typeof item === 'object' && 'length' in item;
    return isList ? Array.prototype.slice.call(item) : [item];
  };
  Object.assign(Array, { from: listOf });
  Object.assign(Function.prototype, {
    bind(this: (...args: unknown[]) => unknown, self: unknown, given?: unknown) {
      const fixed = given === undefined ? undefined : listOf(given);
      return (...args: unknown[]) => this.apply(self, fixed ?? args);
    },
    create() {
      return this;
    },
    pass() {
      return this;
    },
  });
  Object.assign(Array.prototype, {
    contains(this: unknown[], item: unknown) {
      return this.indexOf(item) >= 0;
    },
    empty(this: unknown[]) {
      this.length = 0;
      return this;
    },
  });
  Object.assign(HTMLElement.prototype, {
    get(this: HTMLElement, name: string) {
      return this.getAttribute(name);
    },
    set(this: HTMLElement, name: string, value: string) {
      this.setAttribute(name, value);
      return this;
    },
    dispose(this: HTMLElement) {
      this.parentNode?.removeChild(this);
      return this;
    },
    toggle(this: HTMLElement) {
      return this;
    },
  });
}
