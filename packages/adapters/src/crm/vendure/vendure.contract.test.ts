import { afterAll, beforeAll, describe, it } from 'vitest';
import { crmConformance } from '../../testing/index.ts';
import { createVendureHarness } from './simulator.ts';
import { manifest } from './index.ts';

crmConformance(
  { describe, it, beforeAll, afterAll },
  { manifest, setup: async () => createVendureHarness() },
);
