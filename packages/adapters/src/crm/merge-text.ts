/**
 * Our text beside a person's: what we wrote before is replaced where it still stands, and everything else stays as it is.
 * `before` is what we wrote last, empty at first.
 */
export function mergeText(texts: { current: string; before: string; next: string }): string {
  const current = texts.current.trim();
  const before = texts.before.trim();
  const next = texts.next.trim();
  if (current === '' || current === before) return next;
  if (before !== '' && current.includes(before)) return tidy(current.replace(before, () => next));
  if (next === '' || current.includes(next)) return current;
  return `${current}\n\n${next}`;
}

const tidy = (text: string) => text.replace(/\n{3,}/g, '\n\n').trim();
