/** The file of a list: what it shows, with all that is not loaded yet, line by line as CSV (RFC 4180). */
import { html, render } from 'lit';
import type { RecordPage } from './record-pages.ts';
import type { ListColumn } from './table-view.ts';

/** As many as a gateway gives at once. */
const PAGE = 200;
/** By this mark spreadsheets know that the file is UTF-8. */
const MARK = '\ufeff';
/** What a spreadsheet would take for a formula; a phone number with its plus is none. */
const FORMULA = /^(?:[=@\t\r]|[+-](?![\d\s]+$))/;

export interface ListFile<T> {
  name: string;
  columns: readonly ListColumn<T>[];
  read: (page: { cursor?: string; limit: number }) => Promise<RecordPage<T>> | undefined;
  /** Told after each page. */
  progress: (lines: number) => void;
  /** Nobody waits for the file any more. */
  over: () => boolean;
}

/** Resolves when the browser has the file. */
export async function saveListFile<T>({ name, columns, read, progress, over }: ListFile<T>): Promise<void> {
  const lines = [line(columns.map(({ title }) => title))];
  const place = document.createElement('div');
  let cursor: string | undefined;
  do {
    const page = await read({ limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    if (!page || over()) return;
    for (const record of page.items) lines.push(line(columns.map(({ cell }) => textOf(place, cell(record)))));
    progress(lines.length - 1);
    cursor = page.next;
  } while (cursor !== undefined);
  const url = URL.createObjectURL(new Blob([MARK, ...lines], { type: 'text/csv;charset=utf-8' }));
  takeFile(url, `${name}.csv`);
  // Not before the browser has begun to take it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Gives an address to the browser as a file to keep. */
export function takeFile(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/** A cell as it is read: of a choice, what is chosen. */
function textOf(place: HTMLElement, cell: unknown): string {
  render(html`${cell}`, place);
  const choice = place.querySelector('select');
  const text = choice ? choice.selectedOptions[0]?.text : place.textContent;
  return (text ?? '').replace(/\s+/g, ' ').trim();
}

function line(cells: readonly string[]): string {
  const safe = cells.map((text) => (FORMULA.test(text) ? `'${text}` : text));
  return `${safe.map((text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(',')}\r\n`;
}
