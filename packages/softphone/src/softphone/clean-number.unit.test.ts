import { describe, expect, it } from 'vitest';
import { cleanNumber } from './clean-number.ts';

describe('a pasted number', () => {
  it.each([
    ['+380 44 123 45 67', '+380 44 123 45 67'],
    ['  tel:+380441234567 ', '+380441234567'],
    ['Tel.: +38 (044) 123-45-67, ask for Ann', '+38 (044) 123-45-67'],
    ['\u202a+380\u00a067\u00a0123\u00a045\u00a001\u202c', '+380 67 123 45 01'],
    ['(044) 123-45-67 (ввечері)', '(044) 123-45-67'],
    ['*100#', '*100#'],
    ['067\t123\n45 01', '067 123 45 01'],
    ['no digits at all', 'no digits at all'],
    ['', ''],
  ])('%j becomes %j', (pasted, cleaned) => {
    expect(cleanNumber(pasted)).toBe(cleaned);
  });

  it('is never longer than the gateway reads', () => {
    expect(cleanNumber('1'.repeat(500))).toHaveLength(80);
  });
});
