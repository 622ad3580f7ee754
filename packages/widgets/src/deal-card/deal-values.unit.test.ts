import type { Deal } from '@ringback/model';
import { createFakeBackend } from '@ringback/testing';
import { expect, it } from 'vitest';
import { lineText, patchOf, sumOf, valuesOf } from './deal-values.ts';

const deal: Deal = { ...createFakeBackend().crm.deals[0]!, custom: { region: 'Львів' } };
const facts = { values: valuesOf(deal), currency: 'UAH', custom: deal.custom };

it('an amount is written with its currency when there are no goods', () => {
  const values = { ...valuesOf(deal), lines: [] };
  expect(patchOf({ amount: 12.5 }, { ...facts, values })).toEqual({
    amount: { amount: 12.5, currency: 'UAH' },
  });
});

it('an amount is never written beside goods, whose sum it is', () => {
  const lines = [lineText({ name: 'Tea', quantity: 3, price: { amount: 0.1, currency: 'UAH' } })];
  const patch = patchOf({ lines, amount: 7 }, { ...facts, values: { ...facts.values, lines } });
  expect(patch).toEqual({ lines: [{ name: 'Tea', quantity: 3, price: { amount: 0.1, currency: 'UAH' } }] });
  expect(sumOf(patch.lines!)).toBe(0.3);
});

it('a changed field of the firm’s own leaves its others as they were', () => {
  expect(patchOf({ 'custom.size': 'big' }, facts)).toEqual({ custom: { region: 'Львів', size: 'big' } });
});

it('what is not changed is not written', () => {
  expect(patchOf({}, facts)).toEqual({});
});
