/** A pasted list, or a file of a spreadsheet: one number a line, with a name beside it. */
import { readNumber } from '@ringback/model/phone-number';

export interface ListLine {
  line: number;
  number: string;
  name: string | undefined;
}
export interface ListFault {
  line: number;
  text: string;
  why: string;
}

export interface ReadList {
  lines: ListLine[];
  faults: ListFault[];
}

const LONGEST_NAME = 100;

/** `mayCall`: why a number is not called; `undefined` when it is. */
export function readList(
  text: string,
  country: string,
  mayCall: (e164: string) => string | undefined,
): ReadList {
  const found: ReadList = { lines: [], faults: [] };
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const cells = cellsOf(raw);
    if (cells.every((cell) => cell === '')) continue;
    const line = index + 1;
    const at = cells.findIndex((cell) => /\d/.test(cell) && readNumber(cell, country).kind === 'e164');
    const read = at < 0 ? undefined : readNumber(cells[at] ?? '', country);
    if (read?.kind !== 'e164') {
      // The first line of a file names its columns.
      if (line > 1 || /\d{3}/.test(raw))
        found.faults.push({ line, text: raw.slice(0, 80), why: 'has no phone number' });
      continue;
    }
    const why = mayCall(read.e164);
    if (why !== undefined) {
      found.faults.push({ line, text: raw.slice(0, 80), why });
      continue;
    }
    const name = cells
      .filter((_, nth) => nth !== at)
      .join(' ')
      .replaceAll(/[\u0000-\u001f\u007f]/g, ' ')
      .trim()
      .slice(0, LONGEST_NAME);
    found.lines.push({ line, number: read.e164, name: name === '' ? undefined : name });
  }
  return found;
}

/** By comma, semicolon or tab; what stands in quotes stays together. */
function cellsOf(line: string): string[] {
  const cells = line.match(/"(?:[^"]|"")*"|[^,;\t]+|(?<=^|[,;\t])(?=[,;\t]|$)/g) ?? [];
  return cells.map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/s, '$1')
      .replaceAll('""', '"')
      .trim(),
  );
}
