import { expect, it } from 'vitest';
import { csvLine } from './csv.ts';

it('A CSV line keeps commas, quotes and line ends of what people typed, and an empty place for nothing', () => {
  expect(csvLine(['a,b', 'say "hi"', 'two\nlines', undefined, 0])).toBe(
    '"a,b","say ""hi""","two\nlines",,0\r\n',
  );
});

it('A spreadsheet runs nothing that a caller has written', () => {
  expect(csvLine(['=1+1', '@sum', '+cmd|x', '-2+3', '+380671112233'])).toBe(
    "'=1+1,'@sum,'+cmd|x,'-2+3,+380671112233\r\n",
  );
});
