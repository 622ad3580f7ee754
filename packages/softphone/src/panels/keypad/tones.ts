/** Longest sequence that is sent: a card number, a code, and the pauses between. */
const LONGEST = 64;

/**
 * Tones out of a pasted text: `1234 p 5#` → `1234,5#`. A comma is a pause; `p`, `w` and `;` are other ways to write one. Spaces, dashes
 * and brackets say nothing.
 */
export function readTones(text: string): string {
  return text
    .toUpperCase()
    .replace(/[PW;]/g, ',')
    .replace(/[^0-9A-D*#,]/g, '')
    .slice(0, LONGEST);
}
