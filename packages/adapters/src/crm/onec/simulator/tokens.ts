/** Words of an OData 3 expression. */
import { odataError } from './told.ts';

export interface Token {
  kind: 'text' | 'guid' | 'date' | 'number' | 'word' | 'sign';
  value: string;
}

const PATTERNS: readonly [Token['kind'], RegExp][] = [
  ['guid', /^guid'([^']*)'/],
  ['date', /^datetime'([^']*)'/],
  ['text', /^'((?:[^']|'')*)'/],
  ['number', /^(-?\d+(?:\.\d+)?)(?![\p{L}_])/u],
  ['word', /^([\p{L}_][\p{L}\p{N}_]*)/u],
  ['sign', /^([(),:/])/],
];

export function tokens(expression: string): Token[] {
  const found: Token[] = [];
  let rest = expression.trimStart();
  while (rest !== '') {
    const token = first(rest);
    if (!token) throw odataError(400, '14', 'Ошибка при разборе опции запроса "$filter"');
    found.push(token.token);
    rest = rest.slice(token.length).trimStart();
  }
  return found;
}

function first(rest: string): { token: Token; length: number } | undefined {
  for (const [kind, pattern] of PATTERNS) {
    const match = pattern.exec(rest);
    if (match) {
      const value = match[1] ?? '';
      return {
        token: { kind, value: kind === 'text' ? value.replaceAll("''", "'") : value },
        length: match[0].length,
      };
    }
  }
  return undefined;
}
