import { describe, expect, it } from 'vitest';
import { E164, line } from './scalars.ts';

const Name = line(20);

describe('a name', () => {
  it.each([
    ['no width', '\u200b'],
    ['word joiners', '\u2060\u2060'],
    ['a byte order mark', '\ufeff'],
    ['joiners alone', '\u200d\u200c'],
    ['a mark with no letter', '\u0301'],
    ['separators', '\u2003\u2028\u00a0'],
    ['spaces', '  '],
    ['nothing', ''],
    ['marks of direction alone', '\u202e\u2066'],
  ])('of %s is refused', (_what, typed) => {
    expect(Name.safeParse(typed).success).toBe(false);
  });

  it('that cannot be seen is refused in words', () => {
    const { error } = Name.safeParse('\u200b');
    expect(error?.issues.map(({ message }) => message)).toEqual(['must have at least one visible character']);
  });

  it.each(['Ольга', '7', '?', 'محمد', 'می\u200cخواهم', '👩\u200d🔧', '🇺🇦', '❤\ufe0f', '株式会社', 'e\u0301'])(
    '%s is kept as it is',
    (typed) => {
      expect(Name.parse(typed)).toBe(typed);
    },
  );

  it('looks like no other: what turns it around is left out', () => {
    expect(Name.parse('\u202eannA\u202c')).toBe('annA');
    expect(Name.parse('\u2066 Anna \u2069')).toBe('Anna');
  });

  it('has its length without them', () => {
    expect(Name.parse(`\u202a${'a'.repeat(20)}\u202c`)).toHaveLength(20);
    expect(Name.safeParse('a'.repeat(21)).success).toBe(false);
  });
});

describe('a number', () => {
  it.each([
    '\u202a+380441234567\u202c',
    '\u200e+380441234567',
    '\u00a0+380441234567\u2060',
    '\u2066+380441234567\u2069',
  ])('is read without what came along when it was copied: %j', (pasted) =>
    expect(E164.parse(pasted)).toBe('+380441234567'),
  );

  it.each(['\u202a\u202c', '380441234567', '+38044x', '+0441234567'])('is none: %j', (typed) => {
    expect(E164.safeParse(typed).success).toBe(false);
  });
});
