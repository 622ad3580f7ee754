import { expect, it } from 'vitest';
import { placeOf } from './place.ts';

it.each([
  ['+380322123456', { country: 'UA', area: { en: 'Lviv region', uk: 'Львівщина', ru: 'Львовская область' } }],
  ['+380501112233', { country: 'UA' }],
  ['+48221234567', { country: 'PL' }],
  ['101', undefined],
  ['', undefined],
])('%s is at home in %o', (number, place) => {
  expect(placeOf(number, 'UA')).toEqual(place);
});
