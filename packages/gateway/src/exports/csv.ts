/** Lines of a CSV file (RFC 4180). */

/** What a spreadsheet would take for a formula; a phone number with its plus is none. */
const FORMULA = /^(?:[=@\t\r]|[+-](?!\d+$))/;

export function csvLine(values: readonly unknown[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = String(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
