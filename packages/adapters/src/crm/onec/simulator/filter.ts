/** `$filter` as 1C understands it: the operators and functions of its administrator's guide (17.4.5), and no others. */
import type { Field } from './schema.ts';
import { tokens, type Token } from './tokens.ts';
import { odataError } from './told.ts';

export type Row = Record<string, unknown>;
/** A reference with its kind: the only thing that a composite field is equal to. */
interface TypedRef {
  id: string;
  set: string;
}
type Value = string | number | boolean | TypedRef | undefined;
type Expression = (row: Row, variables: Readonly<Record<string, Row>>) => Value;

export interface Known {
  fields: readonly Field[];
  parts: Readonly<Record<string, readonly Field[]>>;
}

const COMPARISONS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
/** The platform compares texts without regard to the letters' case, whatever the database. */
const fold = (value: Value): string => (typeof value === 'string' ? value.toLocaleLowerCase('ru') : '');

const FUNCTIONS: Record<string, (...values: Value[]) => Value> = {
  startswith: (text, part) => fold(text).startsWith(fold(part)),
  endswith: (text, part) => fold(text).endsWith(fold(part)),
  substringof: (part, text) => fold(text).includes(fold(part)),
  concat: (one, other) => `${String(one ?? '')}${String(other ?? '')}`,
  cast: (id, set) => ({ id: String(id).toLowerCase(), set: String(set) }),
};

export function compile(expression: string, known: Known): (row: Row) => boolean {
  const parser = new Parser(tokens(expression), known);
  const test = parser.whole();
  return (row) => test(row, {}) === true;
}

class Parser {
  readonly #tokens: Token[];
  readonly #known: Known;
  readonly #variables = new Map<string, readonly Field[]>();
  #at = 0;

  constructor(all: Token[], known: Known) {
    this.#tokens = all;
    this.#known = known;
  }

  whole(): Expression {
    const expression = this.#or();
    if (this.#at < this.#tokens.length) throw unreadable();
    return expression;
  }

  #peek(offset = 0): Token | undefined {
    return this.#tokens[this.#at + offset];
  }

  #next(kind?: Token['kind'], value?: string): Token {
    const token = this.#tokens[this.#at++];
    if (!token || (kind && token.kind !== kind) || (value && token.value !== value)) throw unreadable();
    return token;
  }

  #isWord(value: string): boolean {
    const token = this.#peek();
    return token?.kind === 'word' && token.value === value;
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#isWord('or')) {
      this.#at += 1;
      const [one, other] = [left, this.#and()];
      left = (row, variables) => one(row, variables) === true || other(row, variables) === true;
    }
    return left;
  }

  #and(): Expression {
    let left = this.#comparison();
    while (this.#isWord('and')) {
      this.#at += 1;
      const [one, other] = [left, this.#comparison()];
      left = (row, variables) => one(row, variables) === true && other(row, variables) === true;
    }
    return left;
  }

  #comparison(): Expression {
    if (this.#isWord('not')) {
      this.#at += 1;
      const inner = this.#comparison();
      return (row, variables) => inner(row, variables) !== true;
    }
    const left = this.#term();
    const operator = this.#peek();
    if (operator?.kind !== 'word' || !COMPARISONS.includes(operator.value)) return left;
    this.#at += 1;
    const right = this.#term();
    return (row, variables) => compare(operator.value, left(row, variables), right(row, variables));
  }

  #term(): Expression {
    const token = this.#next();
    if (token.kind === 'sign' && token.value === '(') {
      const inner = this.#or();
      this.#next('sign', ')');
      return inner;
    }
    if (token.kind === 'guid') return constant(guidOf(token.value));
    if (token.kind === 'text' || token.kind === 'date') return constant(token.value);
    if (token.kind === 'number') return constant(Number(token.value));
    if (token.kind !== 'word') throw unreadable();
    if (token.value === 'true' || token.value === 'false') return constant(token.value === 'true');
    if (this.#peek()?.value === '(') return this.#call(token.value);
    return this.#path(token.value);
  }

  #call(name: string): Expression {
    const run = FUNCTIONS[name];
    if (!run) throw odataError(400, '21', `Вызов нереализованной функции "${name}"`);
    this.#next('sign', '(');
    const given = [this.#or()];
    while (this.#peek()?.value === ',') {
      this.#at += 1;
      given.push(this.#or());
    }
    this.#next('sign', ')');
    return (row, variables) => run(...given.map((one) => one(row, variables)));
  }

  #path(name: string): Expression {
    const variable = this.#variables.get(name);
    if (variable) {
      this.#next('sign', '/');
      const column = this.#next('word').value;
      const field = variable.find((one) => one.name === column);
      if (!field) throw noSuchField(column);
      return (_row, variables) => read(variables[name] ?? {}, field);
    }
    const part = this.#known.parts[name];
    if (part) return this.#lambda(name, part);
    const field = this.#known.fields.find((one) => one.name === name);
    if (!field) throw noSuchField(name);
    return (row) => read(row, field);
  }

  #lambda(part: string, columns: readonly Field[]): Expression {
    this.#next('sign', '/');
    const quantifier = this.#next('word').value;
    if (quantifier !== 'any' && quantifier !== 'all')
      throw odataError(400, '21', `Вызов нереализованной функции "${quantifier}"`);
    this.#next('sign', '(');
    const variable = this.#next('word').value;
    this.#next('sign', ':');
    this.#variables.set(variable, columns);
    const test = this.#or();
    this.#variables.delete(variable);
    this.#next('sign', ')');
    return (row) => {
      const rows = (row[part] ?? []) as Row[];
      const fits = (one: Row) => test(row, { [variable]: one }) === true;
      return quantifier === 'any' ? rows.some(fits) : rows.every(fits);
    };
  }
}

const constant =
  (value: Value): Expression =>
  () =>
    value;

const unreadable = () => odataError(400, '14', 'Ошибка при разборе опции запроса "$filter"');
const noSuchField = (name: string) => odataError(400, '10', `Запрошенное свойство "${name}" не найдено`);

function guidOf(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text.toLowerCase();
  throw odataError(400, '1', `Не удалось разобрать строку '${text}' как значение типа Edm.Guid!`);
}

/** A composite field yields its reference together with its kind, and is therefore equal to no bare GUID. */
function read(row: Row, { name, composite }: Field): Value {
  const value = row[name] as Value;
  if (!composite) return value;
  return { id: String(value), set: String(row[`${name}_Type`] ?? '').replace('StandardODATA.', '') };
}

function compare(operator: string, left: Value, right: Value): boolean {
  const [one, other] = [plain(left), plain(right)];
  if (operator === 'eq') return one === other;
  if (operator === 'ne') return one !== other;
  if (one === undefined || other === undefined) return false;
  if (operator === 'gt') return one > other;
  if (operator === 'ge') return one >= other;
  return operator === 'lt' ? one < other : one <= other;
}

function plain(value: Value): string | number | boolean | undefined {
  if (typeof value === 'object') return `${value.set}:${value.id}`;
  return typeof value === 'string' ? fold(value) : value;
}
