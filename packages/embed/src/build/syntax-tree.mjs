/** The little that our build plugins need of a syntax tree: to look at every node, and to replace pieces of the text. */
export function walk(node, visit) {
  if (!node || typeof node !== 'object') return;
  if (typeof node.type === 'string') visit(node);
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) for (const one of value) walk(one, visit);
    else walk(value, visit);
  }
}

/** `edits` are `{ start, end, text }` and do not overlap. */
export function splice(code, edits) {
  let result = code;
  for (const { start, end, text } of edits.sort((a, b) => b.start - a.start))
    result = result.slice(0, start) + text + result.slice(end);
  return result;
}
