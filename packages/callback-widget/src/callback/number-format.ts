/**
 * Groups digits while they are typed, as numbers of the visitor's country are written. The pattern is an example from the gateway, so
 * that no table of countries weighs on the page.
 */
export function formatAsTyped(typed: string, example: string): string {
  const [code = '', ...groups] = example.split(' ').filter(Boolean);
  const digits = typed.replace(/\D/g, '');
  if (!code || /[^\d\s+()-]/.test(typed)) return typed;
  if (typed.startsWith('+')) {
    const own = code.slice(1);
    if (!digits.startsWith(own)) return typed;
    return grouped([code], digits.slice(own.length), groups);
  }
  // The trunk prefix stands before the first group: 050 123 4567.
  return digits.startsWith('0') ? grouped([], digits, [`0${groups[0] ?? ''}`, ...groups.slice(1)]) : typed;
}

function grouped(head: string[], digits: string, groups: string[]): string {
  const parts = [...head];
  let left = digits;
  for (const { length } of groups) {
    if (left) parts.push(left.slice(0, length));
    left = left.slice(length);
  }
  return parts.join(' ') + left;
}
