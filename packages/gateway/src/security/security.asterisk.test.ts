/** Where SIP arrives, on a real Asterisk: `npm run test:asterisk`. */
import { DEFAULT_SECURITY } from '@ringback/model';
import { afterAll, beforeAll, describe } from 'vitest';
import { type AsteriskRig, createAsteriskRig } from '../testing/asterisk-rig.harness.ts';
import { guessingStory } from './guessing.harness.ts';

let rig: AsteriskRig;
beforeAll(async () => {
  rig = await createAsteriskRig({ security: { ...DEFAULT_SECURITY, trusted: ['127.0.0.1'] } });
});
afterAll(() => rig?.close());

describe('Asterisk keeps out', () => {
  guessingStory(() => ({
    credential: () => rig.first.as('olena').credential(),
    state: () => rig.first.as('admin').get('/security'),
    onlyFrom: (addresses) => rig.first.as('admin').restrict('olena', addresses),
  }));
});
