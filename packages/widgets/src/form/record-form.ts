/** What stands in a form of a record: values, what was changed, what is missing, and what the gateway had to say. */
import type { CardLayout, ErrorCode, FieldSpec, RingbackError } from '@ringback/model';
import { missingFields } from '@ringback/model/required';

export type FieldValue = string | number | boolean | readonly string[] | undefined;

export interface RecordFormOptions {
  /** A quick form shows what must be filled in, and what `also` names. */
  form: 'quick' | 'full';
  also?: readonly string[];
  changed: () => void;
  /** Stages that the record has reached: some fields are required from one on. */
  stages?: () => readonly string[];
}

export class RecordForm {
  readonly #options: RecordFormOptions;
  #layout: CardLayout | undefined;
  #before: Readonly<Record<string, FieldValue>> = {};
  /** What stood there before anybody typed. */
  #first: Readonly<Record<string, FieldValue>> = {};
  #values: Record<string, FieldValue> = {};
  #faults: Readonly<Record<string, string>> = {};
  /** Missing fields are shown once somebody has tried to save. */
  #tried = false;
  saving = false;
  /** Why it was not saved, where no field is at fault. */
  error: { code: ErrorCode; sentence: string } | undefined;

  constructor(options: RecordFormOptions) {
    this.#options = options;
  }

  /**
   * Begins anew; keys of a firm's own fields are `custom.region`.
   * @param proposed What the record has none of yet: it is saved along with what is typed, and is nothing that a person would miss.
   */
  begin(
    layout: CardLayout,
    values: Readonly<Record<string, FieldValue>> = {},
    proposed: Readonly<Record<string, FieldValue>> = {},
  ): void {
    const given = Object.entries(proposed).filter(([, value]) => value !== undefined);
    this.#layout = layout;
    this.#before = { ...values };
    this.#first = { ...values, ...Object.fromEntries(given) };
    this.#values = { ...this.#first };
    this.#faults = {};
    this.#tried = false;
    this.saving = false;
    this.error = undefined;
    this.#options.changed();
  }

  /** Forgets the record and what was typed. */
  reset(): void {
    this.#layout = undefined;
    this.#before = this.#first = this.#values = this.#faults = {};
    this.#tried = false;
    this.error = undefined;
    this.#options.changed();
  }

  /**
   * The record was changed elsewhere: what was not typed here follows it.
   * @returns false, and leaves all as it is, when the same field was changed here and there.
   */
  rebase(values: Readonly<Record<string, FieldValue>>): boolean {
    const typed = this.patch();
    const same = (key: string) => JSON.stringify(values[key]) === JSON.stringify(this.#before[key]);
    if (!Object.keys(typed).every(same)) return false;
    this.#before = this.#first = { ...values };
    this.#values = { ...values, ...typed };
    this.#options.changed();
    return true;
  }

  get ready(): boolean {
    return this.#layout !== undefined;
  }

  /** Groups in the order of the firm's layout; the last has no title, and holds what stands in none. */
  get groups(): { key: string; title: string | undefined; fields: FieldSpec[] }[] {
    const { groups = [], hidden = [], fields = [] } = this.#layout ?? {};
    const shown = fields.filter(({ key }) => !hidden.includes(key) && this.#isAsked(key));
    const placed = new Set(groups.flatMap((group) => group.fields));
    const byKey = (key: string) => shown.filter((field) => field.key === key);
    return [
      ...groups.map(({ key, title, fields: keys }) => ({ key, title, fields: keys.flatMap(byKey) })),
      { key: 'others', title: undefined, fields: shown.filter(({ key }) => !placed.has(key)) },
    ].filter(({ fields: some }) => some.length > 0);
  }

  get(key: string): FieldValue {
    return this.#values[key];
  }

  set(key: string, value: FieldValue): void {
    this.#values = { ...this.#values, [key]: value };
    const { [key]: _, ...others } = this.#faults;
    this.#faults = others;
    this.#options.changed();
  }

  /** Whether something was typed that is not saved. */
  get dirty(): boolean {
    return Object.keys(this.#differentFrom(this.#first)).length > 0;
  }

  /** What was changed; an emptied field is `undefined`. */
  patch(): Record<string, FieldValue> {
    return this.#differentFrom(this.#before);
  }

  isRequired(key: string): boolean {
    // Whatever would be missing in an empty record of this kind.
    const { [key]: _, ...others } = this.#values;
    return this.#missingIn(others).includes(key);
  }

  get missing(): readonly string[] {
    return this.#missingIn(this.#values);
  }

  /** What is wrong with a field: the gateway's own words, or `missing`. */
  faultOf(key: string): string | 'missing' | undefined {
    return this.#faults[key] ?? (this.#tried && this.missing.includes(key) ? 'missing' : undefined);
  }

  /**
   * Saves unless something is missing. What is typed stays whatever comes of it.
   * @returns what `save` gave, or `undefined` when it was not saved.
   */
  async submit<T>(save: (patch: Record<string, FieldValue>) => Promise<T>): Promise<T | undefined> {
    this.#tried = true;
    this.error = undefined;
    this.#options.changed();
    if (this.saving || this.missing.length > 0) return undefined;
    this.saving = true;
    this.#options.changed();
    try {
      return await save(this.patch());
    } catch (error) {
      const { code, message, fields = {} } = error as RingbackError;
      this.#faults = fields;
      if (Object.keys(fields).length === 0) this.error = { code, sentence: message };
      return undefined;
    } finally {
      this.saving = false;
      this.#options.changed();
    }
  }

  #differentFrom(others: Readonly<Record<string, FieldValue>>): Record<string, FieldValue> {
    const keys = Object.keys(this.#values);
    const same = (key: string) => JSON.stringify(this.#values[key]) === JSON.stringify(others[key]);
    return Object.fromEntries(keys.filter((key) => !same(key)).map((key) => [key, this.#values[key]]));
  }

  #isAsked(key: string): boolean {
    const { form, also = [] } = this.#options;
    return form === 'full' || also.includes(key) || this.isRequired(key);
  }

  #missingIn(values: Readonly<Record<string, FieldValue>>): string[] {
    const { entity, required = [] } = this.#layout ?? {};
    if (!entity) return [];
    const stages = this.#options.stages?.() ?? [];
    return missingFields(required, nested(values), { entity, form: this.#options.form, stages });
  }
}

/** `custom.region` is a field of `custom`. */
export function nested(values: Readonly<Record<string, FieldValue>>): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) {
    const own = key.startsWith('custom.') ? key.slice('custom.'.length) : undefined;
    if (own === undefined) record[key] = value;
    else record.custom = { ...(record.custom as object | undefined), [own]: value };
  }
  return record;
}
