import { afterAll, beforeAll, describe, it } from 'vitest';
import { crmConformance } from '../../testing/index.ts';
import { manifest } from './index.ts';
import { createAmocrmHarness } from './simulator.ts';

const runner = { describe, it, beforeAll, afterAll };

for (const how of ['oauth', 'token'] as const) {
  describe(`with ${how}`, () => {
    crmConformance(runner, { manifest, setup: () => createAmocrmHarness(how) });
  });
}
