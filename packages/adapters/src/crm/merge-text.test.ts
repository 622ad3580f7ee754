import { describe, expect, it } from 'vitest';
import { mergeText } from './merge-text.ts';

describe('our text in a host’s field', () => {
  it.each([
    ['nothing yet', { current: '', before: '', next: 'Нове' }, 'Нове'],
    ['only ours', { current: 'Старе', before: 'Старе', next: 'Нове' }, 'Нове'],
    [
      'ours and a person’s',
      { current: 'Людина\n\nСтаре\n\nі ще', before: 'Старе', next: 'Нове' },
      'Людина\n\nНове\n\nі ще',
    ],
    [
      'a person has rewritten it',
      { current: 'Зовсім інше', before: 'Старе', next: 'Нове' },
      'Зовсім інше\n\nНове',
    ],
    ['it stands there already', { current: 'Людина: Нове.', before: 'Старе', next: 'Нове' }, 'Людина: Нове.'],
    ['ours is taken back', { current: 'Людина\n\nСтаре', before: 'Старе', next: '' }, 'Людина'],
    ['signs of a pattern', { current: 'a $& b', before: '$&', next: '$1' }, 'a $1 b'],
  ])('%s', (_name, texts, result) => {
    expect(mergeText(texts)).toBe(result);
  });
});
