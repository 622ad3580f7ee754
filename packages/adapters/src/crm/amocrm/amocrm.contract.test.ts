import { afterAll, beforeAll, describe, it } from 'vitest';
import { crmConformance } from '../../testing/index.ts';
import { manifest, manifestFor } from './index.ts';
import { createAmocrmHarness } from './simulator.ts';

const runner = { describe, it, beforeAll, afterAll };

describe('with oauth', () => {
  crmConformance(runner, { manifest, setup: () => createAmocrmHarness('oauth') });
});

describe('with token, and a field for tax numbers', () => {
  const settings = { taxField: 'ЄДРПОУ' };
  crmConformance(runner, {
    manifest: manifestFor(settings),
    setup: () => createAmocrmHarness('token', settings),
  });
});
