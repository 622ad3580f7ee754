/** The options of a list, while they are open: brought when they are first asked for. */
import type { Backend, Locale } from '@ringback/model';
import { addStyles } from '@ringback/ui';
import type { LitElement } from 'lit';
import { saveListFile, takeFile } from './list-file.ts';
import { listMenu } from './list-menu.ts';
import { menuStyles } from './list-menu.styles.ts';
import type { ListView } from './list-view.ts';
import type { RecordPage } from './record-pages.ts';
import type { ListColumn } from './table-view.ts';

export interface ListOptionsOptions<T> {
  backend: () => Backend | undefined;
  locale: () => Locale;
  /** Another one as soon as another person is here. */
  view: () => ListView;
  columns: () => readonly ListColumn<T>[];
  shown: () => readonly ListColumn<T>[];
  read: (page: { cursor?: string; limit: number }) => Promise<RecordPage<T>> | undefined;
  /** Address of the file, where the gateway makes it. */
  fileUrl: () => Promise<string> | undefined;
  failed: (error: unknown) => void;
}

export class ListOptions<T> {
  readonly #host: LitElement;
  readonly #options: ListOptionsOptions<T>;
  readonly #view: ListView;
  /** Lines that the file has so far. */
  #lines: number | undefined;
  #problem: string | undefined;
  /** Why a view was not kept. */
  #notKept: string | undefined;

  constructor(host: LitElement, options: ListOptionsOptions<T>) {
    this.#host = host;
    this.#options = options;
    this.#view = options.view();
    addStyles(host, menuStyles);
  }

  render(): unknown {
    const { backend, locale, columns } = this.#options;
    const { views, exports } = backend() ?? {};
    return listMenu({
      ...{ view: this.#view, columns: columns(), locale: locale() },
      views: views && { problem: this.#notKept, attempt: this.#attempt },
      file: exports && { lines: this.#lines, problem: this.#problem, take: () => void this.#takeFile() },
    });
  }

  readonly #attempt = async (work: () => Promise<void>): Promise<boolean> => {
    this.#notKept = undefined;
    try {
      await work();
    } catch (error) {
      this.#notKept = (error as Error).message;
      this.#options.failed(error);
    }
    this.#host.requestUpdate();
    return this.#notKept === undefined;
  };

  async #takeFile(): Promise<void> {
    const { view, shown, read, fileUrl, failed } = this.#options;
    const name = this.#view.options.list;
    // Nobody waits for it once the list has left the page, or the person has.
    const over = () => this.#view !== view() || !this.#host.isConnected;
    this.#set(0, undefined);
    try {
      const url = await fileUrl();
      if (over()) return;
      if (url !== undefined) takeFile(url, name);
      else
        await saveListFile({
          ...{ name, columns: shown(), read, over },
          progress: (lines) => this.#set(lines, undefined),
        });
      this.#set(undefined, undefined);
    } catch (error) {
      this.#set(undefined, (error as Error).message);
      failed(error);
    }
  }

  #set(lines: number | undefined, problem: string | undefined): void {
    this.#lines = lines;
    this.#problem = problem;
    this.#host.requestUpdate();
  }
}
