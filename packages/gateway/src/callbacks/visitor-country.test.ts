import { RingbackError, type Site } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRig, type Rig, site } from '../calls/calls.fixtures.ts';
import { visitorCountry } from './visitor-country.ts';

const shop: Site = { ...site, callableCountries: ['UA', 'PL', 'DE'] };
let rig: Rig;
beforeEach(async () => {
  rig = await createRig({ online: [] });
  rig.settings.sites = [shop];
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

let askers = 0;
/** What becomes of a number that is typed there: who is called, or what the visitor is told. */
async function asked(number: string, timeZone?: string) {
  try {
    const input = { number, when: 'opening' as const, ...(timeZone && { timeZone }) };
    const { id } = await rig.control.requestCallback(shop, input, { address: `198.51.100.${(askers += 1)}` });
    return (await rig.store.callbacks.get(id))?.callback.number;
  } catch (error) {
    return error instanceof RingbackError ? error.fields : error;
  }
}
const example = async (timeZone?: string) => (await rig.control.callbackOffer(shop, { timeZone })).example;

describe('a visitor abroad', () => {
  it('is shown how numbers are written where he is, if the site calls there', async () => {
    expect(await example()).toMatch(/^\+380 /);
    expect(await example('Europe/Warsaw')).toMatch(/^\+48 /);
    expect(await example('Europe/Berlin')).toMatch(/^\+49 /);
    expect(await example('America/New_York')).toMatch(/^\+380 /);
  });

  it('is the same under each name of his time zone', () => {
    const of = { country: 'PL', callableCountries: ['PL', 'UA'] };
    expect(visitorCountry(of, 'Europe/Kyiv')).toBe('UA');
    expect(visitorCountry(of, 'Europe/Kiev')).toBe('UA');
  });

  it('is called by the number of where he is, or of where the shop is', async () => {
    expect(await asked('797 123 456', 'Europe/Warsaw')).toBe('+48797123456');
    expect(await asked('050 123 45 67', 'Europe/Warsaw')).toBe('+380501234567');
    expect(await asked('797 123 456', 'Europe/Kyiv')).toEqual({ number: 'This is not a full phone number.' });
  });

  it('is asked for the country code where both could be meant: no stranger is rung', async () => {
    expect(await asked('0671 234567', 'Europe/Berlin')).toEqual({ number: 'needs the country code' });
    expect(await asked('+380 671 234567', 'Europe/Berlin')).toBe('+380671234567');
    expect(await asked('+49 671 234567', 'Europe/Berlin')).toBe('+49671234567');
  });
});
