/** What has arrived, in order, and the way to wait for what has not: no sleeping, and a clear word when it does not come. */
export class Inbox<T> {
  readonly #items: T[] = [];
  readonly #waiting = new Set<() => void>();

  push(item: T): void {
    this.#items.push(item);
    for (const look of [...this.#waiting]) look();
  }

  /** Takes the first one that fits, now or later. */
  take(what: string, fits: (item: T) => boolean, limitMs = 4000): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const at = this.#items.findIndex(fits);
        if (at < 0) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(this.#items.splice(at, 1)[0]!);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`${what} did not come; there was ${JSON.stringify(this.#items).slice(0, 2000)}`));
      }, limitMs);
      this.#waiting.add(look);
      look();
    });
  }

  /** What nobody has taken. */
  rest(): readonly T[] {
    return this.#items;
  }
}
