import { afterAll, beforeAll, describe, it } from 'vitest';
import { crmConformance } from '../../testing/index.ts';
import { manifest } from './index.ts';
import { createAdvantshopHarness } from './simulator.ts';

crmConformance({ describe, it, beforeAll, afterAll }, { manifest, setup: createAdvantshopHarness });
