import { afterAll, beforeAll, describe, it } from 'vitest';
import { crmConformance } from '../../testing/index.ts';
import { manifest } from './index.ts';
import { createOnecHarness } from './simulator.ts';

const runner = { describe, it, beforeAll, afterAll };

for (const configuration of ['unf', 'ut'] as const) {
  describe(`with ${configuration}`, () => {
    crmConformance(runner, { manifest, setup: () => createOnecHarness({ configuration }) });
  });
}

describe('with the HTTP service', () => {
  crmConformance(runner, { manifest, setup: () => createOnecHarness({ service: true }) });
});
