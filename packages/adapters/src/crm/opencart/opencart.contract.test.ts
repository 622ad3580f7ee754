import { afterAll, beforeAll, describe, it } from 'vitest';
import { crmConformance } from '../../testing/index.ts';
import { manifest } from './index.ts';
import { createOpencartHarness } from './simulator.ts';

crmConformance({ describe, it, beforeAll, afterAll }, { manifest, setup: createOpencartHarness });
