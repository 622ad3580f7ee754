/** Which fields of a record must be filled in and are not (S020–S021, S027). Without zod: forms check by it what the gateway would refuse. */
import type { Entity, RequiredRule } from './layout.ts';

export interface RequiredCheck {
  entity: Entity;
  /** A quick form asks for less. */
  form: 'quick' | 'full';
  /** Stage or status of the record; ids of those before it count as passed. */
  stages?: readonly string[];
}

/** Keys of fields that must be filled in and are not. Pure: forms show by it what the gateway would refuse. */
export function missingFields(
  rules: readonly RequiredRule[],
  record: Readonly<Record<string, unknown>>,
  { entity, form, stages = [] }: RequiredCheck,
): string[] {
  const holds = (rule: RequiredRule): boolean =>
    rule.entity === entity &&
    (rule.form === undefined || rule.form === form) &&
    (rule.stageId === undefined || stages.includes(rule.stageId)) &&
    (rule.kind === undefined || rule.kind === record.kind) &&
    (rule.nature === undefined || rule.nature === record.nature);
  const wanted = new Set(rules.filter(holds).flatMap(({ fields }) => fields));
  return [...wanted].filter((key) => isEmpty(valueOf(record, key)));
}

function valueOf(record: Readonly<Record<string, unknown>>, key: string): unknown {
  const [first = '', ...rest] = key.split('.');
  const value = record[first];
  if (rest.length === 0) return value;
  return value !== null && typeof value === 'object'
    ? valueOf(value as Record<string, unknown>, rest.join('.'))
    : undefined;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.every(isEmpty);
}
