import { expect, test } from 'vitest';
import { type Area, freePlace } from './free-place.ts';

const WINDOW = { width: 1440, height: 900 };
const area = (left: number, top: number, width: number, height: number): Area => ({
  ...{ left, top, right: left + width, bottom: top + height },
});
/** A strip along the lower edge. */
const STRIP = { home: area(0, 844, 1440, 56), atTop: false, window: WINDOW };
/** The same on a phone, in three rows. */
const PHONE = { home: area(0, 604, 360, 136), atTop: false, window: { width: 360, height: 740 } };
/** Folded, in the corner at the right. */
const FOLDED = { home: area(1152, 844, 280, 56), atTop: false, window: WINDOW };

test('With nothing in its way the bar stands at its edge', () => {
  expect(freePlace([], STRIP)).toEqual({ left: 0, right: 0, edge: 0 });
});

test('It ends before a button in a corner, on either side and on both', () => {
  const right = area(1364, 824, 56, 56);
  const left = area(20, 824, 56, 56);
  expect(freePlace([right], STRIP)).toEqual({ left: 0, right: 84, edge: 0 });
  expect(freePlace([left], STRIP)).toEqual({ left: 84, right: 0, edge: 0 });
  expect(freePlace([left, right], STRIP)).toEqual({ left: 84, right: 84, edge: 0 });
});

test('It stands on top of a strip of the page that is as wide as itself', () => {
  const buttons = [area(20, 846, 120, 40), area(1280, 840, 120, 40), area(660, 846, 120, 40)];
  expect(freePlace(buttons, STRIP)).toEqual({ left: 0, right: 0, edge: 60 });
});

test('At the upper edge it stands below', () => {
  const links = [area(20, 8, 500, 40), area(560, 8, 860, 40)];
  expect(freePlace(links, { ...STRIP, home: area(0, 0, 1440, 56), atTop: true })).toEqual({
    ...{ left: 0, right: 0, edge: 48 },
  });
});

test('On a phone there is no room beside anything', () => {
  expect(freePlace([area(288, 668, 56, 56)], PHONE)).toEqual({ left: 0, right: 0, edge: 72 });
});

test('Folded it keeps its width and goes to the side, away from its own corner', () => {
  expect(freePlace([area(1364, 824, 56, 56)], FOLDED)).toEqual({ left: 0, right: 84, edge: 0 });
  const home = area(8, 844, 280, 56);
  expect(freePlace([area(20, 824, 56, 56)], { ...FOLDED, home })).toEqual({ left: 84, right: 0, edge: 0 });
});

test('What would send it to the middle of the window is left where it is', () => {
  expect(freePlace([area(0, 200, 1440, 700)], STRIP)).toBeUndefined();
});
